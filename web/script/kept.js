import * as api from './api.js';
import { keep, recall } from './memory.js';
import { text } from './texts.js';
import { Component, html } from './ui.js';

const MEMORY = 'history_known';
const PREFIX = 'plugin.sessionstate.history.';

/** What is kept and for how long, by the settings of this moment: until this administrator has read it once. */
export class KeptNotice extends Component {
    constructor(props) {
        super(props);
        this.state = { isKnown: recall(MEMORY) === true, values: null };
    }

    async componentDidMount() {
        if (this.state.isKnown) {
            return;
        }
        try {
            const settings = await api.settings();
            this.setState({ values: Object.fromEntries(settings.filter(({ name }) => name.startsWith(PREFIX))
                .map(({ name, value }) => [name.slice(PREFIX.length), value])) });
        } catch {
            // The page says what is wrong; this comes with the next visit.
        }
    }

    dismiss() {
        keep(MEMORY, true);
        this.setState({ isKnown: true });
    }

    render(props, { isKnown, values }) {
        if (isKnown || values === null) {
            return null;
        }
        const sessions = values['session-days'];
        const logins = values['login-days'];
        const addresses = values['address-days'];
        return html`
            <div id="ss-kept" class="ss-notice">
            <p>${sessions === 0 ? text('kept.no_sessions') : text('kept.sessions', sessions)}${' '}
            ${logins === 0 ? text('kept.no_logins') : text('kept.logins', logins)}${' '}
            ${addresses === 0 ? text('kept.no_addresses') : text('kept.addresses', addresses)}${' '}
            ${values['counts-only'] === true && text('kept.counts_only')}${' '}
            ${text('kept.never')}</p>
            <p><span>${text('kept.docs')}</span> <a href="settings#ss-group-history">${text('kept.change')}</a>
            <button type="button" id="ss-kept-done" onClick=${() => this.dismiss()}>${text('kept.done')}</button></p>
            </div>`;
    }
}
