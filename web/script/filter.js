import { FilterHelp } from './help.js';
import { facts, text } from './texts.js';
import { Component, html } from './ui.js';

// Somebody who types is asked for no more than the last word.
const PAUSE_MS = 300;

// So many examples stand in the empty box.
const SHOWN = 3;

/** What the last word of a filter may become: a key, or one of the values that its key takes. */
function completions(typed) {
    const [, before, last] = /^(.*?[-(]*)([^\s()-]*)$/s.exec(typed);
    const key = last.split(':', 1)[0];
    const words = last.includes(':') ? (facts.filter_choices[key] ?? []).map(value => `${key}:${value}`)
        : last === '' ? [] : facts.filter_keys.map(one => `${one}:`);
    return words.filter(word => word.startsWith(last) && word !== last).map(word => before + word);
}

function placeholder(examples) {
    return `${examples.slice(0, SHOWN).map(([filter]) => filter).join(', ')} ...`;
}

/**
 * The filter box. What is wrong with a filter is said below it, and what was typed stays. Without onChange it asks for
 * nothing until it is sent.
 */
export class FilterBox extends Component {
    typed(value) {
        this.props.onType(value);
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.props.onChange?.(), PAUSE_MS);
    }

    submitted(event) {
        event.preventDefault();
        clearTimeout(this.typing);
        this.props.onSubmit();
    }

    render({ value, problem, examples, onExample, children }) {
        return html`
            <form id="ss-filter" class="ss-filter" role="search" onSubmit=${event => this.submitted(event)}>
            <input id="ss-q" type="search" maxlength=${facts.max_filter} spellcheck=${false} autocapitalize="none"
                autocomplete="off" list="ss-words" aria-label=${text('filter.label')} placeholder=${placeholder(examples)}
                aria-describedby="ss-q-error" aria-invalid=${String(problem !== '')} value=${value}
                onInput=${event => this.typed(event.target.value)}/>
            <datalist id="ss-words">${completions(value).map(words => html`<option key=${words} value=${words}/>`)}
            </datalist>
            <${FilterHelp} examples=${examples} onPress=${onExample}/>
            ${children}
            <p id="ss-q-error" class="ss-q-error" role="alert">${problem}</p>
            </form>`;
    }
}
