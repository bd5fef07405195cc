import { Component, createRef, html } from './ui.js';

/** A question that stands above the page until it is answered or left. */
export class Dialog extends Component {
    constructor(props) {
        super(props);
        this.element = createRef();
    }

    componentDidMount() {
        this.element.current.showModal();
        this.focus();
    }

    /** Puts the focus on the first field, or else on what does nothing: one stray key press must not. */
    focus() {
        this.element.current.querySelector('[data-first]:not(:disabled)')?.focus();
    }

    /** Shuts it, as Escape does: the browser gives the focus back to where it was. */
    close() {
        this.element.current.close();
    }

    // Enter in a field must not send the form, which would only shut the dialog.
    submitted(event) {
        event.preventDefault();
        this.props.onSubmit?.();
    }

    render({ id, title, className, onClose, children }) {
        return html`
            <dialog id=${id} class=${`ss-dialog ${className ?? ''}`} aria-labelledby=${`${id}-title`} ref=${this.element}
                onClose=${onClose}>
            <form method="dialog" autocomplete="off" onSubmit=${event => this.submitted(event)}>
            <h2 id=${`${id}-title`}>${title}</h2>
            ${children}
            </form>
            </dialog>`;
    }
}
