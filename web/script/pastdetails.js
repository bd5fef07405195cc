import * as api from './api.js';
import { meaningOf, wordOf } from './causes.js';
import { cell } from './cells.js';
import { detailsLink } from './link.js';
import { trouble } from './live.js';
import { Panel } from './panel.js';
import { ConsolePages, Facts, Part, Timeline, value } from './parts.js';
import { nameOf } from './past.js';
import { userTerm } from './terms.js';
import { text, visible } from './texts.js';
import { Time } from './times.js';
import { html } from './ui.js';
import { Walk } from './walk.js';

const CONNECTION = ['transport', 'ip', 'port', 'secure', 'tls'];
const PROPERTIES = ['id', 'full_jid', 'username', 'host', 'resource', 'client', 'user_agent', 'sasl_mechanism', 'language',
    'stanzas_in', 'stanzas_out'];

/** All that is kept of one session. */
export class PastDetails extends Walk {
    constructor(props) {
        super(props);
        // One that the list does not have.
        this.state = { found: null, problem: '' };
    }

    componentDidMount() {
        this.find();
    }

    componentDidUpdate(props) {
        if (props.id !== this.props.id) {
            this.panel.current.returnTo(this.props.id);
            this.find();
        }
    }

    componentWillUnmount() {
        this.isGone = true;
    }

    get session() {
        const { id, session } = this.props;
        return session ?? (this.state.found?.id === id ? this.state.found : null);
    }

    // By its user the database finds it however long ago it was.
    async find() {
        const { id, username } = this.props;
        this.setState({ problem: '' });
        if (this.session !== null) {
            this.user = this.session.username;
            return;
        }
        const user = username || this.user;
        let next;
        try {
            const { sessions } = await api.historySessions({ q: `id:"${id}"${user ? ` ${userTerm(user)}` : ''}`, limit: 1 });
            next = { found: sessions[0] ?? null, problem: sessions.length === 0 ? text('past.not_found') : '' };
        } catch (e) {
            next = { problem: trouble(e) };
        }
        if (!this.isGone && id === this.props.id) {
            this.setState(next);
        }
    }

    tools() {
        return html`<p class="ss-buttons">${this.steps()}</p>`;
    }

    render({ onClose, onOpen }, { problem }) {
        const { session } = this;
        return html`
            <${Panel} ref=${this.panel} onClose=${onClose} onStep=${by => this.step(by)} tools=${this.tools()}
                title=${session === null ? text('details.title') : visible(nameOf(session))}>
            <p id="ss-details-problem" class="ss-notice" role="status" hidden=${problem === ''}>${problem}</p>
            ${session !== null && html`
                <${State} session=${session}/>
                ${session.username !== null && html`
                    <${ConsolePages} session=${session} isLive=${session.ended === null}>
                    <a href=${`sessions?${new URLSearchParams({ q: userTerm(session.username) })}`}>${
                        text('past.live_sessions')}</a>
                    <//>`}
                <div class="ss-details" tabindex="0" role="region" aria-label=${text('details.title')}>
                <div>
                <${Timeline} moments=${momentsOf(session)} isSeeded=${session.seeded}/>
                ${session.ended !== null && html`<${End} ended=${session.ended} onOpen=${onOpen}/>`}
                </div>
                <div>
                <${Connection} session=${session}/>
                <${Properties} session=${session}/>
                </div>
                </div>`}
            <//>`;
    }
}

/** Why it ended, or that it goes on. */
function State({ session: { id, ended } }) {
    return html`
        <p id="ss-details-ended" class="ss-notice">${ended === null
            ? html`${text('past.open')} <a id="ss-details-live" href=${detailsLink(id)}>${text('past.live')}</a>`
            : html`<b>${wordOf(ended)}</b>, <${Time} iso=${ended.at}/>. ${meaningOf(ended)}`}</p>`;
}

function momentsOf({ since, history, ended }) {
    return [['created', since], ['authenticated', history.authenticated_at], ['bound', history.bound_at],
        ['destroyed', ended?.at ?? null, ended?.cause ?? null]].filter(([, at]) => at !== null)
        .map(([kind, at, detail = null]) => ({ kind, at, detail, left: 0 }));
}

function End({ ended, onOpen }) {
    const { cause, condition, text: said, closed_by: closer, replaced_by: other } = ended;
    const rows = [['cause', cause], ['condition', condition && visible(condition)], ['text', said && visible(said)],
        ['closed_by', closer && visible(closer)],
        ['replaced_by', other && html`<button type="button" id="ss-details-replaced-by" class="ss-link"
            onClick=${() => onOpen(other)}>${visible(other)}</button>`]].filter(([, content]) => content !== null);
    return html`
        <${Part} name="end">
        <${Facts} rows=${rows.map(([key, content]) => [key, html`<code>${key}</code>`, content])}/>
        <//>`;
}

function Connection({ session }) {
    const { history } = session;
    const rows = [...CONNECTION.map(key => [key, session[key]]), ['last_ip', history.last_ip],
        ['detaches', history.detaches], ['resumes', history.resumes]].filter(([, fact]) => fact !== null);
    return html`
        <${Part} name="connection">
        <${Facts} rows=${rows.map(([key, fact]) => [key, html`<code>${key}</code>`, value(fact)])}/>
        <//>`;
}

function Properties({ session }) {
    const rows = [...PROPERTIES.filter(key => session[key] !== null).map(key => [key,
        typeof session[key] === 'string' ? visible(session[key]) : cell(key, session).content]),
        ['boot', session.history.boot]];
    return html`
        <${Part} name="properties">
        <${Facts} rows=${rows.map(([key, content]) => [key, html`<code>${key}</code>`, content])}/>
        <//>`;
}
