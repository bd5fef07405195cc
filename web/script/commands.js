import * as api from './api.js';
import { CloseDialog, MessageDialog, XmlDialog } from './forms.js';
import { PingDialog } from './ping.js';
import { notesOn } from './targets.js';
import { Component, html } from './ui.js';

const DIALOGS = { close: CloseDialog, message: MessageDialog, ping: PingDialog, xml: XmlDialog };

/** What is being done to sessions, in a dialog that asks for it first: one thing at a time. */
export class Commands extends Component {
    constructor(props) {
        super(props);
        // The action, the sessions and what to say of them; null for none.
        this.state = { command: null };
        // Whether the sessions are being looked for.
        this.isLooking = false;
    }

    /** Asks for an action with one session. */
    begin(action, session) {
        this.setState({ command: { action, targets: [session] } });
    }

    /**
     * Asks for an action with many sessions.
     *
     * @param find called with how many may be acted on at once; gives them as matching and selected do
     */
    async beginMany(action, find) {
        if (this.isLooking) {
            return;
        }
        this.isLooking = true;
        try {
            const bound = (await api.status()).max_sessions;
            const found = await find(bound);
            const targets = found.sessions.slice(0, bound);
            // Who waited too long for that may have begun something else.
            if (this.state.command === null) {
                this.setState({ command: { action, targets, notes: notesOn(found, bound),
                    isAll: targets.length > 1 && found.total + found.leftOut >= found.all } });
            }
        } catch (e) {
            this.props.onProblem(e);
        }
        this.isLooking = false;
    }

    end(command, results) {
        // The browser tells of the end of a dialog later: by then another one may be open, or none.
        if (this.state.command === command) {
            this.setState({ command: null });
        }
        this.props.onEnd(results);
    }

    render(props, { command }) {
        const Command = command === null ? null : DIALOGS[command.action];
        return command !== null && html`<${Command} targets=${command.targets} isAll=${command.isAll ?? false}
            notes=${command.notes ?? []} onClose=${results => this.end(command, results)}/>`;
    }
}
