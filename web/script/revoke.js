import * as api from './api.js';
import { Dialog } from './dialog.js';
import { failed, NOTHING, Outcome } from './outcome.js';
import { text, visible } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** Says what revoking a token, or a grant with all of its tokens, means, and does it if that is meant. */
export class RevokeDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        this.state = { outcome: NOTHING, isBusy: false };
    }

    async confirm() {
        const { grant, number, onRevoked } = this.props;
        if (this.state.isBusy) {
            return;
        }
        this.setState({ isBusy: true, outcome: NOTHING });
        try {
            await api.revokeToken(grant.id, number);
        } catch (e) {
            this.setState({ isBusy: false, outcome: failed(e) });
            return;
        }
        await onRevoked();
        this.setState({ isBusy: false }, () => this.leave());
    }

    // The button that led here is gone with what it was for.
    leave() {
        this.dialog.current.returnTo(document.querySelector(`[data-grant="${CSS.escape(this.props.grant.id)}"] button`)
            ?? document.getElementById('ss-make'));
        this.dialog.current.close();
    }

    render({ grant, number, onClose }, { outcome, isBusy }) {
        const label = visible(grant.label);
        return html`
            <${Dialog} id="ss-revoking" ref=${this.dialog} canLeave=${() => !this.state.isBusy} onClose=${onClose}
                title=${number === null ? text('revoke.grant', label) : text('revoke.token', number, label)}>
            <p>${number === null ? text('revoke.grant.effect', grant.tokens.length) : text('revoke.token.effect')}</p>
            <${Outcome} id="ss-revoking-outcome" outcome=${outcome}/>
            <p class="ss-buttons">
            <button type="button" id="ss-revoking-confirm" class="ss-do" aria-disabled=${String(isBusy)}
                onClick=${() => this.confirm()}>${text('revoke.confirm')}</button>
            <button type="button" id="ss-revoking-cancel" data-first onClick=${() => this.dialog.current.close()}>${
                text('close.cancel')}</button>
            </p>
            <//>`;
    }
}
