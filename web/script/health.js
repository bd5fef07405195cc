import * as api from './api.js';
import { Live } from './live.js';
import { LiveLine } from './notices.js';
import { failed, NOTHING, Outcome, saved } from './outcome.js';
import { CapabilityReport, CountReport, DecisionReport, FailureReport, HistoryReport, HookReport, isHistoryFine, keptBy,
    Report, total, WarReport } from './reports.js';
import { descriptionOf, titleOf } from './setting.js';
import { SwitchDialog } from './switch.js';
import { text, textOr } from './texts.js';
import { clock } from './times.js';
import { Component, html, render } from './ui.js';

const PAUSE_MS = 5000;
const SWITCHES = ['plugin.sessionstate.takeover.bind', 'plugin.sessionstate.roster-push.interested-only'];

const page = document.getElementById('sessionstate');

/** Whether the plugin works as it should, and what it had to do. */
class HealthPage extends Component {
    constructor(props) {
        super(props);
        this.state = { status: null, settings: [], decisions: [], live: 'connecting', message: text('live.connecting'),
            needsLogin: false, updated: '', outcome: NOTHING, asked: null };
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
        const [status, settings, decisions] = await Promise.all([api.status(), api.settings(), api.decisions()]);
        this.setState({ status, settings, decisions, updated: text('live.updated', clock()) });
        return true;
    }

    // As it was asked, whatever somebody else has set meanwhile.
    async turn({ setting, value }) {
        if (this.isSwitching) {
            return;
        }
        this.isSwitching = true;
        try {
            const { settings } = await api.changeSettings({
                [setting.name]: value === setting.default ? null : String(value) });
            this.setState({ settings, outcome: saved(text(`health.switched.${value ? 'on' : 'off'}`,
                titleOf(setting))) });
        } catch (e) {
            this.setState({ outcome: failed(e) });
        }
        this.isSwitching = false;
        this.live.refresh();
    }

    render(props, { status, settings, decisions, live, message, needsLogin, updated, outcome, asked }) {
        const switches = settings.filter(setting => SWITCHES.includes(setting.name));
        return html`
            <p>${text('health.intro')}</p>
            <div class="ss-bar">
            <${LiveLine} ...${{ live, message, needsLogin }} onRetry=${() => this.live.refresh()}/>
            <p id="ss-updated">${updated}</p>
            </div>
            ${status !== null && html`
                <div class="ss-health">
                <${Summary} status=${status} switches=${switches}/>
                <${HookReport} hooks=${status.hooks}/>
                <${SwitchTable} settings=${switches}
                    onTurn=${setting => this.setState({ asked: { setting, value: !setting.value } })}/>
                ${asked !== null && html`<${SwitchDialog} ...${asked} onConfirm=${() => this.turn(asked)}
                    onClose=${() => this.setState({ asked: null })}/>`}
                <${Outcome} id="ss-outcome" outcome=${outcome}/>
                <${CountReport} id="ss-repairs" caption=${text('health.repairs')} kind=${text('health.repair')}
                    counts=${status.repairs} isBad name=${kind => textOr(`health.repair.${kind}`, kind)}
                    meaning=${kind => textOr(`health.repair.${kind}.meaning`, '')}/>
                <${HistoryReport} history=${status.history} kept=${keptBy(settings)}/>
                <${FailureReport} failures=${status.many_failures}/>
                <${WarReport} wars=${status.wars}/>
                <${DecisionReport} decisions=${decisions}/>
                <${CountReport} id="ss-decisions" caption=${text('health.decisions')} kind=${text('health.decision')}
                    counts=${{ ...status.bind_decisions, bypassed: status.bypassed }}
                    name=${kind => textOr(`health.decision.${kind}`, kind)}
                    meaning=${kind => textOr(`health.decision.${kind}.meaning`, '')}/>
                <${CountReport} id="ss-ends" caption=${text('health.ends', status.created.toLocaleString(),
                        total(status.ended).toLocaleString())}
                    kind=${text('health.end')} counts=${status.ended}
                    name=${cause => textOr(`health.end.${cause}`, cause)}
                    meaning=${cause => textOr(`health.end.${cause}.meaning`, '')}/>
                <${CapabilityReport} capabilities=${status.capabilities}/>
                </div>`}`;
    }
}

/** The one line that an administrator in a hurry needs. */
function Summary({ status, switches }) {
    const broken = status.hooks.filter(hook => hook.state !== 'installed').length;
    const repairs = total(status.repairs);
    const failures = status.hooks.reduce((sum, hook) => sum + hook.failures.count, 0);
    const isFine = broken === 0 && repairs === 0 && failures === 0 && isHistoryFine(status.history);
    const off = switches.filter(setting => !setting.value).map(titleOf).join(', ');
    return html`
        <p id="ss-summary" role="status" class=${isFine && off === '' ? 'ss-fine' : 'ss-notice'}>
        ${off !== '' && `${text('health.off_by_switch', off)} `}
        ${isFine ? text('health.fine') : text('health.look', broken, repairs.toLocaleString(),
            failures.toLocaleString())}
        ${!isHistoryFine(status.history) && ` ${text('health.look.history')}`}</p>`;
}

function SwitchTable({ settings, onTurn }) {
    return html`
        <${Report} id="ss-switches" caption=${text('health.switches')}
            headings=${[text('health.switch'), text('health.state'), text('health.meaning')]}>
        ${settings.map(setting => {
            const id = `ss-switch-${setting.name.replaceAll('.', '-')}`;
            return html`
                <tr key=${setting.name} data-setting=${setting.name}>
                <th scope="row"><span id=${id}>${titleOf(setting)}</span><br/><code>${setting.name}</code></th>
                <td><button type="button" class="ss-switch" role="switch" aria-checked=${String(setting.value)}
                    aria-labelledby=${id} onClick=${() => onTurn(setting)}>
                    ${text(setting.value ? 'health.on' : 'health.off')}</button></td>
                <td>${descriptionOf(setting)}</td>
                </tr>`;
        })}
        <//>`;
}

render(html`<${HealthPage}/>`, page);
