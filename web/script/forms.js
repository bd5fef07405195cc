import * as api from './api.js';
import { facts, text } from './texts.js';
import { Component, html } from './ui.js';
import { CommandDialog } from './command.js';
import { ask } from './reply.js';

const STANZAS = 'jabber:client';
const DEFAULT_CONDITION = 'policy-violation';
// RFC 6121 §5.2.2; what is no headline is stored for those who are away.
const TYPES = ['chat', 'normal', 'headline'];

/** Closes sessions, with or without a reason for their clients. */
export class CloseDialog extends Component {
    constructor(props) {
        super(props);
        this.state = { condition: DEFAULT_CONDITION, reason: '' };
    }

    render({ targets, isAll, notes, onClose }, { condition, reason }) {
        const form = {
            name: 'close',
            success: 'closed',
            isReady: true,
            run: ids => api.close(ids, condition, reason),
            fields: (id, isOver) => html`
                <p class="ss-field"><label for=${`${id}-condition`}>${text('close.condition')}</label>
                <select id=${`${id}-condition`} disabled=${isOver} value=${condition}
                    onChange=${event => this.setState({ condition: event.target.value })}>
                <option value="">${text('close.condition.none')}</option>
                ${facts.conditions.map(one => html`<option key=${one} value=${one}>${one}</option>`)}
                </select></p>
                <p class="ss-field"><label for=${`${id}-text`}>${text('close.text')}</label>
                <input id=${`${id}-text`} type="text" maxlength=${facts.max_text} value=${reason}
                    disabled=${isOver || condition === ''}
                    onInput=${event => this.setState({ reason: event.target.value })}/></p>`,
        };
        return html`<${CommandDialog} id="ss-close" ...${{ targets, isAll, notes, form, onClose }}/>`;
    }
}

/** Sends a message from the server. */
export class MessageDialog extends Component {
    constructor(props) {
        super(props);
        this.state = { type: TYPES[0], subject: '', body: '' };
    }

    // The server addresses it to each session's full JID.
    stanza() {
        const { type, subject, body } = this.state;
        const owner = new Document();
        const message = owner.createElementNS(STANZAS, 'message');
        message.setAttribute('type', type);
        // A connection without a stream header has no host yet. Of those that have one it is the same.
        const host = this.props.targets.map(target => target.host).find(one => one !== null);
        if (host !== undefined) {
            message.setAttribute('from', host);
        }
        for (const [name, content] of [['subject', subject], ['body', body]]) {
            if (content !== '') {
                const element = owner.createElementNS(STANZAS, name);
                element.textContent = content;
                message.append(element);
            }
        }
        return new XMLSerializer().serializeToString(message);
    }

    render({ targets, isAll, notes, onClose }, { type, subject, body }) {
        const form = {
            name: 'message',
            success: 'sent',
            isReady: body.trim() !== '',
            run: ids => api.send(ids, this.stanza()),
            fields: (id, isOver) => html`
                <p class="ss-field"><label for=${`${id}-type`}>${text('message.type')}</label>
                <select id=${`${id}-type`} disabled=${isOver} value=${type}
                    onChange=${event => this.setState({ type: event.target.value })}>
                ${TYPES.map(one => html`<option key=${one} value=${one}>${text(`message.type.${one}`)}</option>`)}
                </select></p>
                <p class="ss-field"><label for=${`${id}-subject`}>${text('message.subject')}</label>
                <input id=${`${id}-subject`} type="text" maxlength=${facts.max_text} value=${subject} disabled=${isOver}
                    onInput=${event => this.setState({ subject: event.target.value })}/></p>
                <p class="ss-field"><label for=${`${id}-body`}>${text('message.body')}</label>
                <textarea id=${`${id}-body`} rows="4" maxlength=${facts.max_text} value=${body} disabled=${isOver}
                    data-first onInput=${event => this.setState({ body: event.target.value })}></textarea></p>`,
        };
        return html`<${CommandDialog} id="ss-message" ...${{ targets, isAll, notes, form, onClose }}/>`;
    }
}

// An iq of type get or set.
function isRequest(root) {
    return root.localName === 'iq' && ['get', 'set'].includes(root.getAttribute('type'))
        && [null, STANZAS].includes(root.namespaceURI);
}

/** Sends any XML element as it is, once somebody has said that this is meant. */
export class XmlDialog extends Component {
    constructor(props) {
        super(props);
        this.state = { xml: '', isMeant: false };
    }

    /** What is wrong with what is typed, and whether the client replies to it. The server looks again, and closer. */
    read() {
        const { xml } = this.state;
        if (xml.trim() === '') {
            return { problem: '', isRequest: false };
        }
        const parsed = new DOMParser().parseFromString(xml, 'text/xml');
        const error = parsed.querySelector('parsererror');
        if (error !== null) {
            // Browsers put words for readers of web pages around it, in elements or lines of their own.
            const words = error.querySelector('div') ?? error;
            return { problem: text('xml.malformed', words.textContent.trim().split('\n')[0]), isRequest: false };
        }
        return { problem: parsed.doctype === null ? '' : text('xml.doctype'),
            // A stream without a resource has no address to reply from.
            isRequest: this.props.targets[0].resource !== null && isRequest(parsed.documentElement) };
    }

    render({ targets, isAll, notes, onClose }, { xml, isMeant }) {
        const { problem, isRequest } = this.read();
        const form = {
            name: 'xml',
            success: 'sent',
            isReady: xml.trim() !== '' && problem === '' && isMeant,
            run: async ids => (isRequest ? [await ask(targets[0], xml)] : api.send(ids, xml)),
            waiting: isRequest ? text('ask.running') : null,
            fields: (id, isOver) => html`
                <p class="ss-field"><label for=${`${id}-xml`}>${text('xml.element')}</label>
                <textarea id=${`${id}-xml`} rows="6" maxlength=${facts.max_xml} spellcheck=${false} value=${xml}
                    disabled=${isOver} data-first aria-invalid=${String(problem !== '')}
                    aria-describedby=${`${id}-problem`}
                    onInput=${event => this.setState({ xml: event.target.value })}></textarea></p>
                <p id=${`${id}-problem`} class="ss-q-error" role="alert">${problem}</p>
                <p><label><input id=${`${id}-meant`} type="checkbox" checked=${isMeant} disabled=${isOver}
                    onChange=${() => this.setState({ isMeant: !isMeant })}/>${' '}${text('xml.meant')}</label></p>`,
        };
        return html`<${CommandDialog} id="ss-xml" ...${{ targets, isAll, notes, form, onClose }}/>`;
    }
}
