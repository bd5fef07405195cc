import { meaningOf, wordOf } from './causes.js';
import { cell, entry, jidOf } from './cells.js';
import { Heading } from './columns.js';
import { press, TableFrame } from './frame.js';
import { text, visible } from './texts.js';
import { duration, Time } from './times.js';
import { Component, html } from './ui.js';

/** What a cell shows of a session that is over, or goes on: as for live sessions, but for these. */
const CELLS = {
    ended_at: ({ ended }) => (ended === null ? { content: html`<span class="ss-fine">${text('past.goes_on')}</span>` }
        : { content: html`<${Time} iso=${ended.at}/>` }),
    full_jid: session => entry(nameOf(session)),
    ended_cause: ({ ended }) => (ended === null ? { content: '' }
        : { content: [wordOf(ended), ...ended.condition === null ? [] : [visible(ended.condition)]].join(', '),
            title: `${wordOf(ended)}: ${meaningOf(ended)}`, className: 'ss-text' }),
    since: ({ since }) => ({ content: html`<${Time} iso=${since}/>` }),
    lasted: ({ since, ended }) => ({ content: ended === null ? ''
        : duration(Math.max(0, Math.floor((Date.parse(ended.at) - Date.parse(since)) / 1000)), false),
        className: 'ss-number' }),
    ended_text: ({ ended }) => plain(ended?.text),
    ended_closed_by: ({ ended }) => plain(ended?.closed_by),
    history_detaches: ({ history }) => ({ content: history.detaches, className: 'ss-number' }),
    history_resumes: ({ history }) => ({ content: history.resumes, className: 'ss-number' }),
    history_last_ip: ({ history }) => plain(history.last_ip),
};

function plain(value) {
    const shown = value === null || value === undefined ? '' : visible(value);
    return { content: shown, title: shown, className: 'ss-text' };
}

/** Whose the session was; where no name is kept, that. */
export function nameOf(session) {
    const jid = jidOf(session);
    return jid ?? text('past.nameless');
}

/** The sessions that a question found. */
export class PastTable extends Component {
    render({ sessions, columns, shown, onAction }) {
        return html`
            <${TableFrame} label=${text('page.history.title')} columns=${columns} hasTools=${false}>
            <thead><tr>
            ${columns.map(column => html`<${Heading} key=${column} column=${column} order=""/>`)}
            </tr></thead>
            <tbody id="ss-rows" onClick=${event => press(event.target, sessions, onAction)}>
            ${sessions.map(session => html`<${Row} key=${session.id} session=${session} columns=${columns}
                isShown=${session.id === shown}/>`)}
            </tbody>
            <//>`;
    }
}

class Row extends Component {
    // What is typed in the filter changes none.
    shouldComponentUpdate({ session, columns, isShown }) {
        return session !== this.props.session || columns !== this.props.columns || isShown !== this.props.isShown;
    }

    render({ session, columns, isShown }) {
        return html`
            <tr data-id=${session.id} data-cause=${session.ended?.cause ?? ''} aria-current=${String(isShown)}>
            ${columns.map(column => {
                const { content, title, className } = (CELLS[column] ?? (one => cell(column, one)))(session);
                return html`
                    <td key=${column} data-column=${column} class=${className ?? ''} title=${title ?? ''}>${content}</td>`;
            })}
            </tr>`;
    }
}
