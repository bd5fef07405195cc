import { Component, createRef, html } from './ui.js';

/** A question that stands above the page until it is answered or left. */
export class Dialog extends Component {
    constructor(props) {
        super(props);
        this.element = createRef();
    }

    componentDidMount() {
        this.element.current.showModal();
        // Not on what does something: one stray key press must not.
        this.element.current.querySelector('[data-first]')?.focus();
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
