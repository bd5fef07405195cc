import * as api from './api.js';
import { Dialog } from './dialog.js';
import { detailsLink } from './link.js';
import { failed, NOTHING, Outcome } from './outcome.js';
import { text, visible } from './texts.js';
import { Component, createRef, html } from './ui.js';

// What the server tells beside these is for programs.
const RECEIPT = ['sessions', 'logins', 'queued', 'references', 'ended_list', 'events', 'open_sessions'];
const RECEIPT_OF_ALL = ['sessions', 'logins', 'knocks', 'counts', 'queued', 'ended_list', 'events'];

/**
 * Erases what is kept of one person, or of everybody, once it is said that this is meant, and tells what was erased.
 */
export class EraseDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        this.state = { isOfAll: false, username: props.username, isMeant: false, outcome: NOTHING, isBusy: false,
            receipt: null };
    }

    /** Whether it is said whose data is meant. */
    isNamed() {
        return this.state.isOfAll || this.state.username !== '';
    }

    async confirm() {
        const { isOfAll, username, isMeant, isBusy } = this.state;
        if (isBusy || !this.isNamed() || !isMeant) {
            return;
        }
        this.setState({ isBusy: true, outcome: NOTHING });
        try {
            const receipt = await api.erase(isOfAll ? { all: true } : { username });
            this.setState({ receipt, isBusy: false }, () => this.dialog.current.focus());
            this.props.onErased();
        } catch (e) {
            this.setState({ isBusy: false, outcome: failed(e) });
        }
    }

    question({ isOfAll, username, isMeant, outcome, isBusy }) {
        return html`
            <p class="ss-field"><label for="ss-erase-whom">${text('erase.whom')}</label>
            <select id="ss-erase-whom" value=${isOfAll ? 'all' : 'one'} disabled=${isBusy}
                onChange=${event => this.setState({ isOfAll: event.target.value === 'all', isMeant: false })}>
            ${['one', 'all'].map(whom => html`<option key=${whom} value=${whom}>${text(`erase.whom.${whom}`)}</option>`)}
            </select></p>
            ${!isOfAll && html`
                <p class="ss-field"><label for="ss-erase-username">${text('erase.username')}</label>
                <input id="ss-erase-username" type="text" maxlength="255" spellcheck=${false} autocapitalize="none"
                    autocomplete="off" value=${username} data-first disabled=${isBusy}
                    onInput=${event => this.setState({ username: event.target.value, isMeant: false })}/></p>`}
            <p id="ss-erase-effect">${text(isOfAll ? 'erase.effect_all' : 'erase.effect')}</p>
            <p>${text('erase.not_reached')}</p>
            ${!isOfAll && username !== '' && html`<p><a id="ss-erase-export" href=${api.exportAddress(username)} download>${
                text('erase.export')}</a></p>`}
            <p hidden=${!this.isNamed()}><label><input id="ss-erase-meant" type="checkbox" checked=${isMeant} disabled=${isBusy}
                onChange=${() => this.setState({ isMeant: !isMeant })}/>${' '}${
                    isOfAll ? text('erase.meant_all') : text('erase.meant', visible(username))}</label></p>
            <${Outcome} id="ss-erase-outcome" outcome=${outcome}/>
            <p class="ss-buttons">
            <button type="button" id="ss-erase-confirm" class="ss-do" disabled=${!isMeant || !this.isNamed()}
                aria-disabled=${String(isBusy)} onClick=${() => this.confirm()}>${text('erase.confirm')}</button>
            <button type="button" id="ss-erase-cancel" onClick=${() => this.dialog.current.close()}>${
                text('close.cancel')}</button>
            </p>`;
    }

    receipt(receipt) {
        const isOfAll = receipt.username === undefined;
        return html`
            <div role="status">
            <p>${!isOfAll ? text('erase.done', visible(receipt.username))
                : text(receipt.done ? 'erase.done_all' : 'erase.going_on')}</p>
            <ul id="ss-erase-receipt" class="ss-results">${(isOfAll ? RECEIPT_OF_ALL : RECEIPT).map(key => html`
                <li key=${key} data-fact=${key}>${text(`erase.${key}`, receipt[key].toLocaleString())}</li>`)}</ul>
            ${receipt.open_sessions > 0 && html`
                <p>${text('erase.again')}</p>
                <ul id="ss-erase-open-ids" class="ss-results">${receipt.open_ids.map(id => html`
                    <li key=${id}><a href=${detailsLink(id)}>${id}</a></li>`)}</ul>`}
            </div>
            <p class="ss-buttons">
            <button type="button" id="ss-erase-done" data-first onClick=${() => this.dialog.current.close()}>${
                text('close.done')}</button>
            </p>`;
    }

    render({ onClose }, state) {
        return html`
            <${Dialog} id="ss-erase" ref=${this.dialog} canLeave=${() => !this.state.isBusy} onClose=${onClose}
                title=${text('erase.title')} onSubmit=${() => this.confirm()}>
            ${state.receipt === null ? this.question(state) : this.receipt(state.receipt)}
            <//>`;
    }
}
