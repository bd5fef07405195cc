import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

const SERIES = [['total', '--ss-graph-total'], ['available', '--ss-graph-available'],
    ['c2s_unauthed', '--ss-graph-unauthed']];
const SPAN_S = 900;
// For the words above the lines.
const HEADROOM_PX = 16;

function sizeOf(place) {
    return { width: place.clientWidth, height: place.clientHeight };
}

/** How many sessions there were in the last quarter of an hour. */
export class Graph extends Component {
    constructor(props) {
        super(props);
        this.place = createRef();
    }

    async componentDidMount() {
        // It is most of the page's script, and the table must not wait for it.
        const { default: uPlot } = await import('../lib/uPlot.esm.js');
        if (this.place.current === null) {
            return;
        }
        const place = this.place.current;
        const style = getComputedStyle(place);
        this.plot = new uPlot({
            ...sizeOf(place),
            legend: { show: false },
            cursor: { show: false },
            scales: { x: { range: (plot, from, to) => [to - SPAN_S, to] },
                y: { range: ({ height }, low, high) => [0, Math.max(4, high) * height / (height - HEADROOM_PX)] } },
            axes: [{ show: false }, { show: false }],
            series: [{}, ...SERIES.map(([key, color]) => ({ width: 1.5, stroke: style.getPropertyValue(color),
                points: { show: false } }))],
        }, this.data(), place);
        this.observer = new ResizeObserver(() => this.plot.setSize(sizeOf(place)));
        this.observer.observe(place);
    }

    componentDidUpdate() {
        this.plot?.setData(this.data());
    }

    componentWillUnmount() {
        this.observer?.disconnect();
        this.plot?.destroy();
    }

    data() {
        const { recent } = this.props;
        return ['at', ...SERIES.map(([key]) => key)].map(key => recent[key] ?? []);
    }

    render({ recent }) {
        const most = Math.max(0, ...recent.total ?? []);
        return html`
            <figure class="ss-graph" title=${text('graph.label')}>
            <div class="ss-plot" ref=${this.place} aria-hidden="true"></div>
            <figcaption><span class="ss-unseen">${text('graph.label')}</span>
            <span>${text('graph.most', most.toLocaleString())}</span>
            <span>${text('graph.span')}</span></figcaption>
            </figure>`;
    }
}
