import * as api from './api.js';
import { Field, inWords, problemOf, shown, warningOf } from './field.js';
import { failed, NOTHING, Outcome, saved, unloaded } from './outcome.js';
import { partsOf, titleOf } from './setting.js';
import { text, textOr } from './texts.js';
import { Component, html, render } from './ui.js';

/** All settings, to be changed together. What is typed is kept whatever the server says, until it is saved. */
class SettingsPage extends Component {
    constructor(props) {
        super(props);
        this.fields = new Map();
        this.state = {
            settings: null, outcome: NOTHING, isBusy: false,
            // What differs from what is set, by name; null for the default.
            typed: new Map(),
            // What the server says against it, by name.
            refused: {},
        };
    }

    componentDidMount() {
        addEventListener('beforeunload', event => {
            if (this.state.typed.size > 0) {
                event.preventDefault();
            }
        });
        this.load();
    }

    async load() {
        this.setState({ isBusy: true });
        try {
            this.setState({ settings: await api.settings(), outcome: NOTHING },
                () => document.getElementById(location.hash.slice(1))?.scrollIntoView());
        } catch (e) {
            this.setState({ outcome: unloaded(e) });
        }
        this.setState({ isBusy: false });
    }

    type(setting, value) {
        this.setState(state => {
            const typed = new Map(state.typed);
            if (value === setting.set || value !== null && value === shown(setting, setting.set)) {
                typed.delete(setting.name);
            } else {
                typed.set(setting.name, value);
            }
            const { [setting.name]: answered, ...refused } = state.refused;
            return { typed, refused };
        });
    }

    value(setting) {
        return this.state.typed.has(setting.name) ? this.state.typed.get(setting.name) : setting.set;
    }

    problem(setting) {
        if (this.state.typed.has(setting.name)) {
            return this.state.refused[setting.name] ?? problemOf(setting, this.state.typed.get(setting.name));
        }
        return setting.problem === null ? '' : text('settings.does_not_count', setting.set, setting.problem);
    }

    // Names that count as soon as the server has them.
    warning(setting) {
        return this.state.typed.has(setting.name) ? '' : warningOf(setting);
    }

    async save() {
        const { settings, typed, isBusy } = this.state;
        if (isBusy) {
            return;
        }
        const wrong = settings.find(setting => typed.has(setting.name) && this.problem(setting) !== '');
        if (wrong !== undefined) {
            this.setState({ outcome: { ...NOTHING, state: 'failed', message: text('settings.invalid') } });
            this.fields.get(wrong.name).focus();
        } else if (typed.size === 0) {
            this.setState({ outcome: saved(text('settings.nothing')) });
        } else {
            this.setState({ isBusy: true, outcome: NOTHING });
            await this.send(typed);
            this.setState({ isBusy: false });
        }
    }

    async send(sent) {
        try {
            const { settings } = this.state;
            const answer = await api.changeSettings(Object.fromEntries(sent), Object.fromEntries(settings
                .filter(setting => sent.has(setting.name)).map(setting => [setting.name, setting.set])));
            const now = described(answer.settings.filter(setting => answer.changed.includes(setting.name)));
            const others = changedBetween(settings, answer.settings).filter(setting => !sent.has(setting.name));
            const notes = [...others.length === 0 ? [] : [text('settings.meanwhile', described(others))],
                ...answer.settings.filter(setting => sent.has(setting.name)).map(warningOf)];
            this.setState(state => ({
                settings: answer.settings,
                // What was typed meanwhile is not saved.
                typed: new Map([...state.typed].filter(([name, value]) => sent.get(name) !== value)),
                outcome: saved([now === '' ? text('settings.nothing') : text('settings.saved', now), ...notes]
                    .filter(note => note !== '').join(' ')),
            }));
        } catch (e) {
            if (e.status === 409) {
                await this.tellOthers();
            } else {
                const refused = e.problems;
                this.setState({ refused, outcome: failed(e) });
                this.fields.get(Object.keys(refused)[0])?.focus();
            }
        }
    }

    /** Shows what somebody else has changed, and keeps what is typed: to save again overwrites it. */
    async tellOthers() {
        try {
            const settings = await api.settings();
            const others = described(changedBetween(this.state.settings, settings));
            this.setState({ settings, outcome: { ...NOTHING, state: 'failed',
                message: text('settings.overtaken', text('settings.meanwhile', others)) } });
        } catch (e) {
            this.setState({ outcome: failed(e) });
        }
    }

    render(props, { settings, typed, outcome, isBusy }) {
        const groups = [...new Set((settings ?? []).map(setting => partsOf(setting)[0]))];
        return html`
            <p>${text('settings.intro')}</p>
            <form id="ss-settings" novalidate aria-busy=${String(isBusy)}
                onSubmit=${event => { event.preventDefault(); this.save(); }}>
            ${groups.map(group => html`
                <fieldset key=${group} id=${`ss-group-${group}`} class="ss-group" data-group=${group}>
                <legend>${textOr(`settings.group.${group}`, group)}</legend>
                ${settings.filter(setting => partsOf(setting)[0] === group).map(setting => html`
                    <${Field} key=${setting.name} setting=${setting} value=${this.value(setting)}
                        isChanged=${typed.has(setting.name)} problem=${this.problem(setting)}
                        warning=${this.warning(setting)} ref=${field => this.fields.set(setting.name, field)}
                        onChange=${value => this.type(setting, value)}/>`)}
                </fieldset>`)}
            <div class="ss-save">
            ${settings === null
                ? html`<button type="button" id="ss-again" hidden=${isBusy} onClick=${() => this.load()}>
                    ${text('settings.again')}</button>`
                : html`<button type="submit" id="ss-save" class="ss-do">${text('settings.save')}</button>
                    <span id="ss-unsaved">${typed.size === 0 ? '' : text('settings.count', typed.size)}</span>`}
            <${Outcome} id="ss-outcome" outcome=${outcome}/>
            </div>
            </form>`;
    }
}

function described(settings) {
    return settings.map(setting => text(setting.set === null ? 'settings.one_default' : 'settings.one',
        titleOf(setting), inWords(setting, setting.value))).join('; ');
}

/** The settings that are set to something else than they were, as they are now. */
function changedBetween(before, now) {
    return now.filter(setting => before.find(old => old.name === setting.name)?.set !== setting.set);
}

render(html`<${SettingsPage}/>`, document.getElementById('sessionstate'));
