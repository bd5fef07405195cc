import { descriptionOf, titleOf } from './setting.js';
import { facts, text } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** Sorts of values that are numbers of something. */
const UNITS = ['seconds', 'days'];

/**
 * What the field of a setting shows: what is set, or the default.
 *
 * @param value as a property is set; null if it is not
 */
export function shown(setting, value) {
    if (value === null) {
        return String(setting.default);
    }
    const isWord = setting.type === 'boolean' || setting.type === 'choice';
    // The server counts words in any case, and with white space around them.
    const word = isWord ? value.trim().toLowerCase() : value;
    return isWord && choicesOf(setting).includes(word) ? word : value;
}

/** Why a typed value cannot be; empty if it can. The server looks again. */
export function problemOf(setting, value) {
    if (value === null || setting.min === null) {
        return '';
    }
    const number = Number(value);
    return /^-?\d+$/.test(value.trim()) && number >= setting.min && number <= setting.max ? ''
        : text(`settings.must.${setting.type}`, setting.min, setting.max);
}

/** What to mind about what is set; empty if there is nothing. */
export function warningOf(setting) {
    return setting.unknown === null || setting.unknown.length === 0 ? ''
        : text('settings.unknown', setting.unknown.join(', '));
}

/** A value in words. */
export function inWords(setting, value) {
    const word = String(value);
    return word === '' ? text('settings.empty')
        : choicesOf(setting)?.includes(word) ? text(`settings.choice.${word}`) : word;
}

function choicesOf(setting) {
    return setting.type === 'boolean' ? ['true', 'false'] : setting.choices;
}

/** One setting, to be changed. */
export class Field extends Component {
    constructor(props) {
        super(props);
        this.control = createRef();
    }

    focus() {
        this.control.current.focus();
    }

    toDefault() {
        this.props.onChange(null);
        this.focus();
    }

    input(setting, value, attributes) {
        const onChange = event => this.props.onChange(event.target.value);
        if (setting.type === 'boolean') {
            // What is neither is set, and does not count.
            const isOn = choicesOf(setting).includes(value) ? value === 'true' : setting.default;
            return html`
                <input ...${attributes} type="checkbox" checked=${isOn}
                    onChange=${event => this.props.onChange(String(event.target.checked))}/>
                <label for=${attributes.id}>${inWords(setting, isOn)}</label>`;
        }
        if (setting.type === 'choice') {
            const choices = choicesOf(setting);
            // What is set although it may not be is shown as well.
            const all = choices.includes(value) ? choices : [value, ...choices];
            return html`
                <select ...${attributes} value=${value} onChange=${onChange}>
                ${all.map(choice => html`<option key=${choice} value=${choice}>${choices.includes(choice)
                    ? `${inWords(setting, choice)} (${choice})` : choice}</option>`)}
                </select>`;
        }
        // What is no number gives no value, and stays in the field as it was typed.
        return setting.min === null
            ? html`<input ...${attributes} type="text" maxlength=${facts.max_setting} spellcheck=${false} value=${value}
                onInput=${onChange}/>`
            : html`<input ...${attributes} type="number" step="1" min=${setting.min} max=${setting.max} value=${value}
                onInput=${onChange}/>`;
    }

    render({ setting, value, isChanged, problem, warning }) {
        const id = `ss-${setting.name.replaceAll('.', '-')}`;
        const attributes = { id, name: setting.name, ref: this.control, autocomplete: 'off',
            'aria-invalid': String(problem !== ''),
            'aria-describedby': `${id}-description ${id}-state ${id}-problem ${id}-warning` };
        const isDefault = value === null || shown(setting, value) === String(setting.default);
        return html`
            <div class="ss-setting" data-setting=${setting.name} data-changed=${String(isChanged)}>
            <div class="ss-what">
            <label for=${id}>${titleOf(setting)}</label>
            <p id=${`${id}-description`}>${descriptionOf(setting)}</p>
            <code>${setting.name}</code>
            </div>
            <div class="ss-value">
            <p class="ss-field">${this.input(setting, shown(setting, value), attributes)}
            ${UNITS.includes(setting.type) && html`
                <span class="ss-unit">${text(`settings.${setting.type}`)}</span>`}</p>
            <p id=${`${id}-problem`} class="ss-q-error" role="alert">${problem}</p>
            <p id=${`${id}-warning`} class="ss-warning">${warning}</p>
            <p class="ss-state"><span id=${`${id}-state`}>
            ${!isDefault && text('settings.default', inWords(setting, setting.default))}${' '}
            ${isChanged && html`<strong class="ss-unsaved">${text('settings.unsaved')}</strong>`}</span>
            ${!isDefault && html`<button type="button" class="ss-default"
                aria-label=${text('settings.to_default.label', titleOf(setting))} onClick=${() => this.toDefault()}>
                ${text('settings.to_default')}</button>`}</p>
            </div>
            </div>`;
    }
}
