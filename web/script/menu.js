import { nameOf } from './cells.js';
import { placeBelow } from './dropdown.js';
import { wayBack } from './focus.js';
import { isFor } from './targets.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

const ACTIONS = ['details', 'message', 'ping', 'xml', 'copy', 'others', 'address', 'history', 'user',
    'close'];

// Without a user there are none of these.
const OF_USERS = ['copy', 'others', 'history', 'user'];

function isOffered(action, session) {
    return action === 'address' ? (session.ip ?? null) !== null
        : (session.username !== null || !OF_USERS.includes(action)) && isFor(action, session);
}

/**
 * What can be done with a session: a menu that opens over the table, by mouse or keyboard. It stands outside of
 * the rows, so that it stays open when they move.
 */
export class RowMenu extends Component {
    constructor(props) {
        super(props);
        this.list = createRef();
    }

    componentDidMount() {
        const list = this.list.current;
        // Not every browser gives it to a button that is pressed by mouse.
        this.props.button.focus();
        this.back = wayBack();
        list.showPopover();
        placeBelow(list, this.props.button);
        list.querySelector('button').focus();
    }

    choose(action) {
        this.list.current.hidePopover();
        this.props.onAction(action);
    }

    move(event) {
        const items = [...this.list.current.querySelectorAll('button')];
        const at = items.indexOf(document.activeElement);
        const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at + items.length - 1) % items.length, Home: 0,
            End: items.length - 1 }[event.key];
        if (to !== undefined) {
            event.preventDefault();
            items[to].focus();
        }
    }

    toggled(event) {
        if (event.newState === 'closed') {
            this.props.onClose();
            this.back();
        }
    }

    render({ session }) {
        const actions = ACTIONS.filter(action => isOffered(action, session));
        return html`
            <div class="ss-menu" role="menu" popover="auto" ref=${this.list} aria-label=${text('menu.label', nameOf(session))}
                onKeyDown=${event => this.move(event)} onToggle=${event => this.toggled(event)}>
            ${actions.map(action => html`
                <button type="button" role="menuitem" key=${action} data-action=${action}
                    onClick=${() => this.choose(action)}>${text(`menu.${action}`)}</button>`)}
            </div>`;
    }
}
