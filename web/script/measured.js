import { Component, createRef, html } from './ui.js';

/** As wide as there is room; what it holds is a function that gets this width, in pixels, once it is known. */
export class Measured extends Component {
    constructor(props) {
        super(props);
        this.place = createRef();
        this.state = { width: 0 };
    }

    componentDidMount() {
        this.observer = new ResizeObserver(() => this.measure());
        this.observer.observe(this.place.current);
        this.measure();
    }

    componentWillUnmount() {
        this.observer.disconnect();
    }

    measure() {
        this.setState({ width: this.place.current.clientWidth });
    }

    render({ className, children }, { width }) {
        return html`<div class=${className} ref=${this.place}>${width > 0 && children(width)}</div>`;
    }
}
