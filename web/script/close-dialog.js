import * as api from './api.js';
import { cell } from './cells.js';
import { text } from './texts.js';

/** Asks for confirmation and reason, closes the session, and tells what came of it. */
export class CloseDialog {
    /** @param onEnd called with the session's id after the dialog was left */
    constructor(onEnd) {
        const part = name => document.getElementById(`ss-close${name}`);
        this.dialog = part('');
        this.who = part('-who');
        this.condition = part('-condition');
        this.reason = part('-text');
        this.outcome = part('-outcome');
        this.confirmButton = part('-confirm');
        this.cancelButton = part('-cancel');
        this.doneButton = part('-done');

        this.confirmButton.addEventListener('click', () => this.confirm());
        this.cancelButton.addEventListener('click', () => this.dialog.close());
        this.doneButton.addEventListener('click', () => this.dialog.close());
        this.condition.addEventListener('change', () => this.allowText());
        // Enter in the text must not send the form, which would only shut the dialog.
        this.dialog.querySelector('form').addEventListener('submit', event => {
            event.preventDefault();
            if (!this.confirmButton.hidden && !this.confirmButton.disabled) {
                this.confirm();
            }
        });
        this.dialog.addEventListener('close', () => onEnd(this.session.id));
    }

    open(session) {
        this.session = session;
        this.who.textContent = text('close.whose', cell('full_jid', session).text, cell('conn', session).text);
        this.reason.value = '';
        this.show('', '');
        this.ask(true);
        this.allowText();
        this.dialog.showModal();
        // Not on the button: one stray key press must not close a session.
        this.cancelButton.focus();
    }

    async confirm() {
        const session = this.session;
        this.confirmButton.disabled = true;
        this.show('running', text('close.running'));
        let state;
        let message;
        try {
            const result = await api.close(session.id, this.condition.value, this.reason.value);
            state = result.outcome;
            message = result.detail === null ? text(`close.${state}`)
                : state === 'failed' ? text('close.failed.detail', result.detail)
                    : `${text(`close.${state}`)} ${result.detail}`;
        } catch (e) {
            state = 'failed';
            message = e.status === 401 ? text('live.login_ended')
                : e.status === 503 || e.status === api.NO_API ? text('live.not_running')
                    : e.status === 0 ? text('close.unknown') : text('close.refused', e.message);
        }
        if (this.session !== session || !this.dialog.open) {
            return;
        }
        this.show(state, message);
        this.ask(state === 'failed');
        (state === 'failed' ? this.cancelButton : this.doneButton).focus();
    }

    /** Whether the question stands, or was answered. */
    ask(open) {
        this.confirmButton.hidden = !open;
        this.confirmButton.disabled = false;
        this.cancelButton.hidden = !open;
        this.doneButton.hidden = open;
        this.condition.disabled = !open;
        this.reason.disabled = !open;
    }

    allowText() {
        this.reason.disabled = this.condition.value === '';
    }

    show(state, message) {
        this.outcome.dataset.state = state;
        this.outcome.textContent = message;
    }
}
