import * as api from './api.js';
import { meaningOf, wordOf } from './causes.js';
import { whose } from './cells.js';
import { entryOf } from './focus.js';
import { trouble } from './live.js';
import { Panel } from './panel.js';
import { Connection, Contacts, Features, Predicates, Presence, Properties, Timeline, UserSessions } from './parts.js';
import { isFor } from './targets.js';
import { text } from './texts.js';
import { Time } from './times.js';
import { Component, createRef, html } from './ui.js';

const ASK_MS = 2000;

/** All that is known of one session; follows it as long as it is open. */
export class Details extends Component {
    constructor(props) {
        super(props);
        this.panel = createRef();
        // Where in the list it was seen last.
        this.at = 0;
        this.state = { answer: null, problem: '' };
        // How often in a row there was no such session.
        this.misses = 0;
    }

    componentDidMount() {
        this.ask();
    }

    componentDidUpdate(props) {
        if (props.id !== this.props.id) {
            // What is shown is, until the answer is there, that of the other one.
            this.setState({ problem: '' });
            this.misses = 0;
            this.panel.current.returnTo(this.props.id);
            this.ask();
        }
    }

    componentWillUnmount() {
        clearTimeout(this.timer);
        this.isGone = true;
    }

    async ask() {
        clearTimeout(this.timer);
        const { id } = this.props;
        let goesOn;
        let next;
        try {
            const answer = await api.details(id);
            next = { answer, problem: '' };
            goesOn = answer.ended === null;
            this.misses = 0;
        } catch (e) {
            // In the very moment of its end it is neither among the live ones nor among those that ended.
            this.misses += e.status === 404 ? 1 : 0;
            goesOn = this.misses < 2;
            next = { problem: this.problemOf(e) };
            if (this.state.answer?.session.id !== id) {
                next.answer = null;
            }
        }
        // Another session is shown by now, or none.
        if (this.isGone || id !== this.props.id) {
            return;
        }
        this.setState(next);
        if (goesOn) {
            this.askLater();
        }
    }

    problemOf(error) {
        if (error.status !== 404) {
            return trouble(error);
        }
        return this.misses < 2 ? '' : text('details.gone');
    }

    // Once somebody is there to read it.
    askLater() {
        this.timer = setTimeout(() => (this.props.isOn() ? this.ask() : this.askLater()), ASK_MS);
    }

    /** The session so far before or after this one in the list; of one that has left it, beside its place. */
    neighbour(by) {
        const { ids, id } = this.props;
        const at = ids.indexOf(id);
        this.at = at < 0 ? this.at : at;
        return ids[at < 0 && by > 0 ? this.at : this.at + by];
    }

    step(by) {
        const id = this.neighbour(by);
        if (id !== undefined) {
            const entry = entryOf(id);
            entry.closest('tr').scrollIntoView({ block: 'nearest' });
            // Who is in the list goes on there.
            if (!document.getElementById('ss-details').contains(document.activeElement)) {
                entry.focus({ preventScroll: true });
            }
            this.props.onStep(id);
        }
    }

    // What was asked for last may not be shown yet: nothing is done to a session that is not.
    tools() {
        const { id, onAction } = this.props;
        const { answer, problem } = this.state;
        const canAct = onAction !== undefined && problem === '' && answer?.session.id === id && answer.ended === null;
        return html`
            <p class="ss-buttons">
            ${canAct && isFor('ping', answer.session) && html`
                <button type="button" id="ss-details-ping" onClick=${() => onAction('ping', answer.session)}>
                    ${text('menu.ping')}</button>`}
            ${canAct && html`
                <button type="button" id="ss-details-close-session" onClick=${() => onAction('close', answer.session)}>
                    ${text('details.close')}</button>`}
            ${this.stepButton('ss-details-previous', -1, text('details.previous'), '\u25b2')}
            ${this.stepButton('ss-details-next', 1, text('details.next'), '\u25bc')}
            <button type="button" id="ss-details-done" data-first
                onClick=${() => this.panel.current.close()}>${text('close.done')}</button>
            </p>`;
    }

    stepButton(id, by, label, sign) {
        return html`
            <button type="button" id=${id} disabled=${this.neighbour(by) === undefined} aria-label=${label} title=${label}
                onClick=${() => this.step(by)}>${sign}</button>`;
    }

    render({ onClose, onOpen }, { answer, problem }) {
        const session = answer?.session;
        return html`
            <${Panel} ref=${this.panel} onClose=${onClose} onStep=${by => this.step(by)} tools=${this.tools()}
                title=${session === undefined ? text('details.title') : whose(session)}>
            <p id="ss-details-problem" class="ss-notice" role="status" hidden=${problem === ''}>${problem}</p>
            ${answer !== null && answer.ended !== null && html`<${Ended} ended=${answer.ended}/>`}
            ${answer !== null && session.username !== null && html`
                <${ConsolePages} session=${session} isLive=${answer.ended === null}/>`}
            ${answer !== null && html`
                <div class="ss-details" tabindex="0" role="region" aria-label=${text('details.title')}>
                <div>
                <${Timeline} moments=${answer.timeline} isSeeded=${session.seeded}/>
                <${Predicates} reasons=${answer.reasons}/>
                <${UserSessions} sessions=${answer.user_sessions} id=${session.id} onOpen=${onOpen}/>
                <${Connection} conn=${session.conn} detached=${session.detached}/>
                <${Features} session=${session}/>
                </div>
                <div>
                <${Presence} xml=${session.presence} isWhole=${session.presence_whole}/>
                <${Properties} session=${session}/>
                </div>
                <${Contacts} contacts=${answer.contacts} total=${answer.contacts_total}
                    isUnreadable=${answer.roster_error !== null}/>
                </div>`}
            <//>`;
    }
}

function Ended({ ended }) {
    return html`
        <p id="ss-details-ended" class="ss-notice"><b>${wordOf(ended)}</b>, <${Time} iso=${ended.at}/>.${' '}
        ${meaningOf(ended)} <a href="ended">${text('details.all_ended')}</a></p>`;
}

/** The ways to the console's own pages: of the session, if it is there, and of its user. */
function ConsolePages({ session, isLive }) {
    const { username, full_jid: jid } = session;
    const links = [...isLive && jid !== null ? [['session-details', { jid }, text('details.console_session')]] : [],
        ['user-properties', { username }, text('details.console_user')],
        ['user-roster', { username }, text('details.console_roster')]];
    return html`
        <p id="ss-details-console">${text('details.console')}${links.map(([path, query, words]) => html`${' '}
            <a key=${path} href=${`/${path}.jsp?${new URLSearchParams(query)}`}>${words}</a>`)}</p>`;
}
