import { Dialog } from './dialog.js';
import { partsOf, titleOf } from './setting.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** Says what a switch changes on the running server, and asks whether that is meant. */
export class SwitchDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
    }

    render({ setting, value, onConfirm, onClose }) {
        const [group, name] = partsOf(setting);
        const way = value ? 'on' : 'off';
        return html`
            <${Dialog} id="ss-switching" ref=${this.dialog} onClose=${onClose}
                title=${text(`switch.title.${way}`, titleOf(setting))}>
            <p id="ss-switching-effect" data-to=${way}>${text(`switch.${group}.${name}.${way}`)}</p>
            <p class="ss-buttons">
            <button type="button" id="ss-switching-confirm" class="ss-do" onClick=${() => {
                this.dialog.current.close();
                onConfirm();
            }}>${text(`switch.confirm.${way}`)}</button>
            <button type="button" id="ss-switching-cancel" data-first
                onClick=${() => this.dialog.current.close()}>${text('close.cancel')}</button>
            </p>
            <//>`;
    }
}
