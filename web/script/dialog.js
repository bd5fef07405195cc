import { wayBack } from './focus.js';
import { Component, createRef, html } from './ui.js';

/** A question that stands above the page until it is answered or left, which canLeave may refuse. */
export class Dialog extends Component {
    constructor(props) {
        super(props);
        this.element = createRef();
    }

    componentDidMount() {
        this.back = wayBack();
        this.element.current.showModal();
        this.focus();
    }

    // Shut while it is there, it gives the focus back; taken away, it would lose it.
    componentWillUnmount() {
        this.isGone = true;
        this.element.current.close();
        this.back();
    }

    /** Puts the focus on the first field, or else on what does nothing: one stray key press must not. */
    focus() {
        this.element.current.querySelector('[data-first]:not(:disabled)')?.focus();
    }

    /** Has the focus go to this element at the end, wherever it was. */
    returnTo(element) {
        this.back = wayBack(element);
    }

    /** Shuts it, as Escape does; the focus goes back to where it was. */
    close() {
        this.element.current.close();
    }

    // The browser tells of it later: by then the dialog may have been taken away.
    closed() {
        if (this.isGone) {
            return;
        }
        if (this.isKept()) {
            // Browsers shut it at a second Escape whatever is said.
            this.element.current.showModal();
            return;
        }
        this.back();
        this.props.onClose();
    }

    isKept() {
        return this.props.canLeave?.() === false;
    }

    // Before the browser makes an end of it.
    leave(event) {
        if ((event.type === 'cancel' || event.key === 'Escape') && this.isKept()) {
            event.preventDefault();
        }
    }

    // Enter in a field must not send the form, which would only shut the dialog.
    submitted(event) {
        event.preventDefault();
        this.props.onSubmit?.();
    }

    render({ id, title, tools, className, children }) {
        return html`
            <dialog id=${id} class=${`ss-dialog ${className ?? ''}`} aria-labelledby=${`${id}-title`} ref=${this.element}
                onKeyDown=${event => this.leave(event)} onCancel=${event => this.leave(event)}
                onClose=${() => this.closed()}>
            <form method="dialog" autocomplete="off" onSubmit=${event => this.submitted(event)}>
            <div class="ss-head"><h2 id=${`${id}-title`} aria-live="polite">${title}</h2>${tools}</div>
            ${children}
            </form>
            </dialog>`;
    }
}
