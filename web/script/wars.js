import { text } from './texts.js';

/** A line for each reconnect war: clients that kept taking one resource from each other. */
export class WarLines {
    constructor(element) {
        this.element = element;
        this.shown = '';
    }

    update(wars) {
        const shown = JSON.stringify(wars);
        if (shown === this.shown) {
            return;
        }
        this.shown = shown;
        this.element.hidden = wars.length === 0;
        this.element.replaceChildren(...wars.map(line));
    }
}

function line(war) {
    const element = document.createElement('span');
    element.textContent = text('wars.one', war.full_jid, new Date(war.until).toLocaleTimeString());
    return element;
}
