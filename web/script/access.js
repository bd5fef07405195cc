import * as api from './api.js';
import { GrantSection } from './grant.js';
import { Live } from './live.js';
import { LiveLine } from './notices.js';
import { NOTHING, Outcome, saved } from './outcome.js';
import { RevokeDialog } from './revoke.js';
import { text, visible } from './texts.js';
import { clock } from './times.js';
import { MakeDialog, RotateDialog } from './token.js';
import { Component, html, render } from './ui.js';

// When a token was last used is written once a minute.
const PAUSE_MS = 15000;

const DIALOGS = { make: MakeDialog, rotate: RotateDialog, revoke: RevokeDialog };

const page = document.getElementById('sessionstate');

/** The tokens with which programs use the API in the name of who reads the page. */
class AccessPage extends Component {
    constructor(props) {
        super(props);
        this.state = { grants: null, unavailable: '', live: 'connecting', message: text('live.connecting'),
            needsLogin: false, updated: '', outcome: NOTHING, asked: null };
        this.live = new Live((wait, signal) => this.ask(signal), (live, message, needsLogin) =>
            this.setState({ live, message, needsLogin }), PAUSE_MS);
    }

    componentDidMount() {
        this.live.refresh();
    }

    componentDidUpdate() {
        page.dataset.live = this.state.live;
    }

    async ask(signal) {
        try {
            const grants = await api.tokens(signal);
            this.setState({ grants, unavailable: '', updated: text('live.updated', clock()) });
        } catch (e) {
            if (e.code !== 'no_database') {
                throw e;
            }
            this.setState({ grants: null, unavailable: e.message });
        }
        return true;
    }

    begin(dialog, grant = null, number = null) {
        this.setState({ asked: { dialog, grant, number }, outcome: NOTHING });
    }

    made() {
        this.live.refresh();
    }

    /** Done once the page no longer shows it. */
    revoked(grant, number) {
        this.live.refresh();
        return new Promise(done => this.setState(({ grants }) => ({
            grants: grants === null ? null : number === null ? grants.filter(one => one.id !== grant.id)
                : grants.map(one => (one.id === grant.id
                    ? { ...one, tokens: one.tokens.filter(token => token.number !== number) } : one)),
            outcome: saved(number === null ? text('access.revoked.grant', visible(grant.label))
                : text('access.revoked.token', number, visible(grant.label))),
        }), done));
    }

    render(props, { grants, unavailable, live, message, needsLogin, updated, outcome, asked }) {
        const Asked = asked === null ? null : DIALOGS[asked.dialog];
        return html`
            <p>${text('access.intro')}</p>
            <div class="ss-bar">
            <button type="button" id="ss-make" onClick=${() => this.begin('make')}>${text('access.make')}</button>
            <${LiveLine} ...${{ live, message, needsLogin }} onRetry=${() => this.live.refresh()}/>
            <p id="ss-updated">${updated}</p>
            </div>
            <div class="ss-access">
            <${Outcome} id="ss-outcome" outcome=${outcome}/>
            ${unavailable !== '' && html`<p id="ss-unavailable" class="ss-notice" role="alert">${
                text('access.unavailable', unavailable)} ${text('access.unavailable.help')} <a href="health">${
                text('page.health.title')}</a></p>`}
            ${grants !== null && grants.length === 0 && html`<p id="ss-empty" class="ss-notice">${
                text('access.none')}</p>`}
            ${(grants ?? []).map(grant => html`<${GrantSection} key=${grant.id} grant=${grant}
                onRotate=${() => this.begin('rotate', grant)}
                onRevoke=${number => this.begin('revoke', grant, number)}/>`)}
            </div>
            ${asked !== null && html`<${Asked} grant=${asked.grant} number=${asked.number}
                onMade=${() => this.made()} onRevoked=${() => this.revoked(asked.grant, asked.number)}
                onClose=${() => this.setState({ asked: null })}/>`}`;
    }
}

render(html`<${AccessPage}/>`, page);
