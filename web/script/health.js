import * as api from './api.js';
import { Live } from './live.js';
import { hookName, LiveLine } from './notices.js';
import { failed, NOTHING, Outcome, saved } from './outcome.js';
import { descriptionOf } from './setting.js';
import { text, textOr } from './texts.js';
import { clock, time, Time } from './times.js';
import { Component, html, render } from './ui.js';

const PAUSE_MS = 5000;
const SWITCHES = ['plugin.sessionstate.takeover.bind', 'plugin.sessionstate.roster-push.interested-only'];

const page = document.getElementById('sessionstate');

/** Whether the plugin works as it should, and what it had to do. */
class HealthPage extends Component {
    constructor(props) {
        super(props);
        this.state = { status: null, settings: [], live: 'connecting', message: text('live.connecting'),
            needsLogin: false, updated: '', outcome: NOTHING };
        this.isSwitching = false;
        this.live = new Live(() => this.ask(), (live, message, needsLogin) =>
            this.setState({ live, message, needsLogin }), PAUSE_MS);
    }

    componentDidMount() {
        this.live.refresh();
    }

    componentDidUpdate() {
        page.dataset.live = this.state.live;
    }

    async ask() {
        const [status, settings] = await Promise.all([api.status(), api.settings()]);
        this.setState({ status, settings, updated: text('live.updated', clock()) });
        return true;
    }

    async turn(setting) {
        if (this.isSwitching) {
            return;
        }
        this.isSwitching = true;
        const value = !setting.value;
        try {
            const { settings } = await api.changeSettings({
                [setting.name]: value === setting.default ? null : String(value) });
            this.setState({ settings, outcome: saved(text(`health.switched.${value ? 'on' : 'off'}`, setting.name)) });
        } catch (e) {
            this.setState({ outcome: failed(e) });
        }
        this.isSwitching = false;
        this.live.refresh();
    }

    render(props, { status, settings, live, message, needsLogin, updated, outcome }) {
        return html`
            <p>${text('health.intro')}</p>
            <div class="ss-bar">
            <${LiveLine} ...${{ live, message, needsLogin }} onRetry=${() => this.live.refresh()}/>
            <p id="ss-updated">${updated}</p>
            </div>
            ${status !== null && html`
                <div class="ss-health">
                <${Summary} status=${status}/>
                <${HookTable} hooks=${status.hooks}/>
                <${SwitchTable} settings=${settings.filter(setting => SWITCHES.includes(setting.name))}
                    onTurn=${setting => this.turn(setting)}/>
                <${Outcome} id="ss-outcome" outcome=${outcome}/>
                <${CountTable} id="ss-repairs" caption=${text('health.repairs')} kind=${text('health.repair')}
                    counts=${status.repairs} isBad name=${kind => textOr(`health.repair.${kind}`, kind)}
                    meaning=${kind => textOr(`health.repair.${kind}.meaning`, '')}/>
                <${WarTable} wars=${status.wars}/>
                <${CountTable} id="ss-decisions" caption=${text('health.decisions')} kind=${text('health.decision')}
                    counts=${{ ...status.bind_decisions, bypassed: status.bypassed }}
                    name=${kind => textOr(`health.decision.${kind}`, kind)}
                    meaning=${kind => textOr(`health.decision.${kind}.meaning`, '')}/>
                <${CountTable} id="ss-ends" caption=${text('health.ends', status.created.toLocaleString(),
                        total(status.ended).toLocaleString())}
                    kind=${text('health.end')} counts=${status.ended}
                    name=${cause => textOr(`health.end.${cause}`, cause)}
                    meaning=${cause => textOr(`health.end.${cause}.meaning`, '')}/>
                <${CapabilityTable} capabilities=${status.capabilities}/>
                </div>`}`;
    }
}

function total(counts) {
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The one line that an administrator in a hurry needs. */
function Summary({ status }) {
    const broken = status.hooks.filter(hook => hook.state !== 'installed').length;
    const repairs = total(status.repairs);
    const failures = status.hooks.reduce((sum, hook) => sum + hook.failures.count, 0);
    const isFine = broken === 0 && repairs === 0 && failures === 0;
    return html`
        <p id="ss-summary" role="status" class=${isFine ? 'ss-fine' : 'ss-notice'}>
        ${isFine ? text('health.fine') : text('health.look', broken, repairs.toLocaleString(),
            failures.toLocaleString())}</p>`;
}

/** A table with a caption. What is in it is text, whoever it came from. */
function Facts({ id, caption, headings, children }) {
    return html`
        <table id=${id} class="jive-table ss-facts">
        <caption>${caption}</caption>
        <thead><tr>${headings.map(heading => html`<th key=${heading} scope="col">${heading}</th>`)}</tr></thead>
        <tbody>${children}</tbody>
        </table>`;
}

function HookTable({ hooks }) {
    return html`
        <${Facts} id="ss-hooks" caption=${text('health.hooks')}
            headings=${[text('health.hook'), text('health.state'), text('health.detail'), text('health.meaning')]}>
        ${hooks.map(hook => html`
            <tr key=${hook.name} data-hook=${hook.name}>
            <th scope="row">${hookName(hook)}</th>
            <td data-state=${hook.state}>${textOr(`health.state.${hook.state}`, hook.state)}</td>
            <td class="ss-detail">${hook.detail ?? ''}<${FailureList} failures=${hook.failures}/></td>
            <td>${textOr(`health.hook.${hook.name}`, '')}</td>
            </tr>`)}
        <//>`;
}

/** What went wrong in a hook that is in place all the same. */
function FailureList({ failures }) {
    return failures.count > 0 && html`
        <div>${text('health.failures', failures.count.toLocaleString(), time(failures.last_at), failures.last)}</div>
        <ul>${Object.entries(failures.kinds).map(([kind, count]) => html`
            <li key=${kind}>${kind}: ${count.toLocaleString()}</li>`)}</ul>`;
}

/** What the plugin can do with this Openfire, and what it cannot. */
function CapabilityTable({ capabilities }) {
    return html`
        <${Facts} id="ss-capabilities" caption=${text('health.capabilities')}
            headings=${[text('health.capability'), text('health.state'), text('health.detail'), text('health.lost')]}>
        ${capabilities.map(({ name, offered, lost, missing }) => html`
            <tr key=${name} data-capability=${name}>
            <th scope="row">${textOr(`capability.${name}`, name)}</th>
            <td data-offered=${String(offered)}>${text(offered ? 'health.offered' : 'health.not_offered')}</td>
            <td class="ss-detail">${missing ?? ''}</td>
            <td>${textOr(`capability.${name}.lost`, lost ?? '')}</td>
            </tr>`)}
        <//>`;
}

function SwitchTable({ settings, onTurn }) {
    return html`
        <${Facts} id="ss-switches" caption=${text('health.switches')}
            headings=${[text('health.switch'), text('health.state'), text('health.meaning')]}>
        ${settings.map(setting => {
            const id = `ss-switch-${setting.name.replaceAll('.', '-')}`;
            return html`
                <tr key=${setting.name} data-setting=${setting.name}>
                <th scope="row"><code id=${id}>${setting.name}</code></th>
                <td><button type="button" class="ss-switch" role="switch" aria-checked=${String(setting.value)}
                    aria-labelledby=${id} onClick=${() => onTurn(setting)}>
                    ${text(setting.value ? 'health.on' : 'health.off')}</button></td>
                <td>${descriptionOf(setting)}</td>
                </tr>`;
        })}
        <//>`;
}

function CountTable({ id, caption, kind, counts, isBad, name, meaning }) {
    return html`
        <${Facts} id=${id} caption=${caption} headings=${[kind, text('health.count'), text('health.meaning')]}>
        ${Object.entries(counts).map(([key, count]) => html`
            <tr key=${key} data-kind=${key}>
            <th scope="row">${name(key)}</th>
            <td class="ss-number" data-bad=${String(isBad === true && count > 0)}>${count.toLocaleString()}</td>
            <td>${meaning(key)}</td>
            </tr>`)}
        <//>`;
}

function WarTable({ wars }) {
    return html`
        <${Facts} id="ss-wars" caption=${text('health.wars')}
            headings=${[text('health.war'), text('health.since'), text('health.until')]}>
        ${wars.length === 0 && html`<tr><td colspan="3">${text('health.no_wars')}</td></tr>`}
        ${wars.map(war => html`
            <tr key=${war.full_jid}>
            <th scope="row" class="ss-detail">${war.full_jid}</th>
            <td><${Time} iso=${war.since}/></td>
            <td><${Time} iso=${war.until}/></td>
            </tr>`)}
        <//>`;
}

render(html`<${HealthPage}/>`, page);
