import { Dropdown } from './dropdown.js';
import { facts, text } from './texts.js';
import { html } from './ui.js';

/** Filters to begin with, each with what it finds. */
export const EXAMPLES = Object.entries({
    john: text('filter.example.text'),
    'idle:>10m': text('filter.example.idle'),
    'ip:10.0.0.0/8': text('filter.example.network'),
    'type:c2s_unauthed age:>1m': text('filter.example.unauthenticated'),
    'client:*1.2*': text('filter.example.version'),
    'secure:no': text('filter.example.unencrypted'),
    'state:detached OR presence:dnd': text('filter.example.either'),
    '-username:john': text('filter.example.others'),
});

/** The same for what has ended. */
export const EXAMPLES_OF_ENDED = Object.entries({
    john: text('filter.example.text'),
    'cause:auth_failed': text('filter.example.failed'),
    '-cause:closed_by_client': text('filter.example.unusual'),
    'cause:connection_lost OR cause:detach_expired': text('filter.example.lost'),
    'age:<1m': text('filter.example.short'),
    'ip:10.0.0.0/8': text('filter.example.network'),
    'client:*1.2*': text('filter.example.version'),
});

/** The same for the history. */
export const EXAMPLES_OF_PAST = Object.entries({
    'username:john': text('filter.example.user'),
    'cause:none': text('filter.example.open'),
    '-cause:closed_by_client': text('filter.example.unusual'),
    'cause:connection_lost OR cause:detach_expired': text('filter.example.lost'),
    'cause:server_lost': text('filter.example.server_lost'),
    'age:<1m': text('filter.example.short'),
    'ip:10.0.0.0/8': text('filter.example.network'),
    'client:*1.2*': text('filter.example.version'),
});

/** What can be typed as a filter. A press on an example has it as the filter. */
export function FilterHelp({ examples, onPress }) {
    const { text: texts, truth: truths, number: numbers } = facts.filter_kinds;
    const choices = Object.keys(facts.filter_choices).filter(key => !truths.includes(key));
    const press = (event, filter) => {
        event.currentTarget.closest('[popover]').hidePopover();
        onPress(filter);
    };
    return html`
        <${Dropdown} id="ss-help" label=${text('filter.help')}>
        <dl class="ss-examples">${examples.map(([filter, meaning]) => html`
            <div key=${filter}><dt><button type="button" class="ss-link" onClick=${event => press(event, filter)}>${
                filter}</button></dt><dd>${meaning}</dd></div>`)}
        </dl>
        <p>${text('filter.help.terms')}</p>
        <dl class="ss-keys">
        <${Keys} keys=${choices} takes=${text('filter.help.choice')}/>
        <${Keys} keys=${[...texts, 'conn']} takes=${text('filter.help.text')}/>
        <${Keys} keys=${truths} takes="yes, no"/>
        <${Keys} keys=${numbers} takes="5, >5, <=5"/>
        <${Keys} keys=${['ip']} takes="10.1.2.3, 10.0.0.0/8"/>
        <${Keys} keys=${['age', 'idle']} takes=">30s, <10m, 2h, 1d"/>
        <${Keys} keys=${['since', 'idle_since', 'resumable_until']} takes="2026-11-02, >2026-11-02T10:05Z"/>
        </dl>
        <//>`;
}

function Keys({ keys, takes }) {
    return html`<div><dt>${takes}</dt><dd>${keys.join(', ')}</dd></div>`;
}
