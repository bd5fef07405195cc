import { cell, nameOf } from './cells.js';
import { Heading } from './columns.js';
import { press, TableFrame } from './frame.js';
import { RowMenu } from './menu.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** The sessions of a page. A row belongs to an id, so focus and selection stay with the session. */
export class SessionTable extends Component {
    constructor(props) {
        super(props);
        this.frame = createRef();
        // The session that was selected last, or not any more, by its id: a range begins there.
        this.anchor = null;
        // The session whose menu is open, and the button that opened it; null for none.
        this.state = { menu: null };
    }

    // With the shift key all from the last one to this one become what this one does.
    select(session, isRange) {
        const { sessions, selected, onSelect } = this.props;
        const to = sessions.indexOf(session);
        const from = isRange ? sessions.findIndex(one => one.id === this.anchor) : -1;
        this.anchor = session.id;
        onSelect(from < 0 ? [session] : sessions.slice(Math.min(from, to), Math.max(from, to) + 1),
            !selected.has(session.id));
    }

    /** Has the first row in sight. */
    toTop() {
        this.frame.current.toTop();
    }

    closeMenu(menu) {
        // Another one may be open by now.
        if (this.state.menu === menu) {
            this.setState({ menu: null });
        }
    }

    render({ sessions, columns, order, selected, marks, shown, onOrder, onSelect, onAction },
        { menu }) {
        const chosen = sessions.filter(session => selected.has(session.id)).length;
        const all = sessions.length > 0 && chosen === sessions.length;
        return html`
            <${TableFrame} label=${text('page.sessions.title')} columns=${columns} hasTools=${true} ref=${this.frame}>
            <thead><tr>
            <th scope="col"><input type="checkbox" id="ss-select-all" aria-label=${text('select.page')} checked=${all}
                indeterminate=${chosen > 0 && !all} disabled=${sessions.length === 0}
                onChange=${() => onSelect(sessions, !all)}/></th>
            ${columns.map(column => html`<${Heading} key=${column} column=${column} order=${order} onOrder=${onOrder}/>`)}
            <th scope="col"><span class="ss-unseen">${text('page.actions')}</span></th>
            </tr></thead>
            <tbody id="ss-rows" onClick=${event => press(event.target, sessions, onAction)}>
            ${sessions.map(session => html`<${Row} key=${session.id} session=${session} columns=${columns}
                isSelected=${selected.has(session.id)} mark=${marks.get(session.id) ?? ''}
                isMenuOpen=${menu?.session.id === session.id} isShown=${session.id === shown}
                onSelect=${(whose, isRange) => this.select(whose, isRange)}
                onMenu=${(whose, button) => this.setState({ menu: { session: whose, button } })}/>`)}
            </tbody>
            <//>
            ${menu !== null && html`<${RowMenu} key=${menu.session.id} session=${menu.session} button=${menu.button}
                onAction=${action => onAction(action, menu.session)} onClose=${() => this.closeMenu(menu)}/>`}`;
    }
}

// The browser would select the text of a range as well.
function keepText(event) {
    if (event.shiftKey) {
        event.preventDefault();
    }
}

class Row extends Component {
    // Most rows are as they were.
    shouldComponentUpdate(next) {
        return next.columns !== this.props.columns || next.isSelected !== this.props.isSelected
            || next.mark !== this.props.mark || next.isMenuOpen !== this.props.isMenuOpen || next.isShown !== this.props.isShown
            || JSON.stringify(next.session) !== JSON.stringify(this.props.session);
    }

    render({ session, columns, isSelected, isMenuOpen, isShown, mark, onSelect, onMenu }) {
        const name = nameOf(session);
        return html`
            <tr data-id=${session.id} aria-selected=${String(isSelected)} aria-current=${String(isShown)}
                class=${mark}>
            <td><input type="checkbox" class="ss-select" aria-label=${text('select.one', name)} checked=${isSelected}
                onMouseDown=${keepText} onClick=${event => onSelect(this.props.session, event.shiftKey)}/></td>
            ${columns.map(column => {
                const { content, title, className } = cell(column, session);
                return html`
                    <td key=${column} data-column=${column} class=${className ?? ''} title=${title ?? ''}>${content}</td>`;
            })}
            <td><button type="button" class="ss-more" aria-haspopup="menu" aria-expanded=${String(isMenuOpen)}
                aria-label=${text('menu.label', name)}
                onClick=${event => onMenu(this.props.session, event.currentTarget)}>\u22ef</button></td>
            </tr>`;
    }
}
