import { wayBack } from './focus.js';
import { Component, createRef, html } from './ui.js';

/** A question that stands above the page until it is answered or left. */
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

    /** Shuts it, as Escape does; the focus goes back to where it was. */
    close() {
        this.element.current.close();
    }

    // The browser tells of it later: by then the dialog may have been taken away.
    closed() {
        if (!this.isGone) {
            this.back();
            this.props.onClose();
        }
    }

    // Enter in a field must not send the form, which would only shut the dialog.
    submitted(event) {
        event.preventDefault();
        this.props.onSubmit?.();
    }

    render({ id, title, className, children }) {
        return html`
            <dialog id=${id} class=${`ss-dialog ${className ?? ''}`} aria-labelledby=${`${id}-title`} ref=${this.element}
                onClose=${() => this.closed()}>
            <form method="dialog" autocomplete="off" onSubmit=${event => this.submitted(event)}>
            <h2 id=${`${id}-title`}>${title}</h2>
            ${children}
            </form>
            </dialog>`;
    }
}
