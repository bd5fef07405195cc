import { text } from './texts.js';

const STATES = ['installed', 'waiting', 'failed', 'taken_over'];

/** One line that tells which of the plugin's hooks into the host work; changed only when they change. */
export class HookLine {
    constructor(element) {
        this.element = element;
        this.shown = '';
    }

    update(hooks) {
        const shown = JSON.stringify(hooks);
        if (shown === this.shown) {
            return;
        }
        this.shown = shown;
        const groups = STATES.map(state => group(state, hooks.filter(hook => hook.state === state)));
        this.element.replaceChildren(...groups.filter(element => element !== null));
        if (hooks.length === 0) {
            this.element.textContent = text('hooks.none');
        }
    }
}

function group(state, hooks) {
    if (hooks.length === 0) {
        return null;
    }
    const names = hooks.map(hook => text(`hook.${hook.name}`) + (hook.detail === null ? '' : ` (${hook.detail})`));
    const element = document.createElement('span');
    element.dataset.state = state;
    element.textContent = text(`hooks.${state}`, names.join(', '));
    return element;
}
