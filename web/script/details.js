import * as api from './api.js';
import { meaningOf, wordOf } from './causes.js';
import { whose } from './cells.js';
import { historyLink } from './link.js';
import { trouble } from './live.js';
import { Panel } from './panel.js';
import {
    Connection, ConsolePages, Contacts, Features, Predicates, Presence, Properties, Timeline, UserSessions,
} from './parts.js';
import { isFor } from './targets.js';
import { userTerm } from './terms.js';
import { text } from './texts.js';
import { Time } from './times.js';
import { html } from './ui.js';
import { Walk } from './walk.js';

const ASK_MS = 2000;

/** All that is known of one session; follows it as long as it is open. */
export class Details extends Walk {
    constructor(props) {
        super(props);
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
            goesOn = !this.isMissing();
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
        return this.isMissing() ? text('details.gone') : '';
    }

    isMissing() {
        return this.misses >= 2;
    }

    // Once somebody is there to read it.
    askLater() {
        this.timer = setTimeout(() => (this.props.isOn() ? this.ask() : this.askLater()), ASK_MS);
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
            ${this.steps()}
            </p>`;
    }

    render({ id, onClose, onOpen }, { answer, problem }) {
        const session = answer?.session;
        return html`
            <${Panel} ref=${this.panel} onClose=${onClose} onStep=${by => this.step(by)} tools=${this.tools()}
                title=${session === undefined ? text('details.title') : whose(session)}>
            <p id="ss-details-problem" class="ss-notice" role="status" hidden=${problem === ''}>${problem}
            ${this.isMissing() && html`${' '}<a href=${historyLink(`id:"${id}"`, id)}>${text('details.in_history')}</a>`}</p>
            ${answer !== null && answer.ended !== null && html`<${Ended} ended=${answer.ended}/>`}
            ${answer !== null && session.username !== null && html`
                <${ConsolePages} session=${session} isLive=${answer.ended === null}>
                <a id="ss-details-history" href=${historyLink(userTerm(session.username))}>${text('menu.history')}</a>
                <//>`}
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
