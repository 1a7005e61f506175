import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { CandleFeed } from '../candle-feed.ts';
import type { Bar } from '../candles.ts';
import type { CandlePrice, Order } from '../contracts.ts';
import { element, required, setAttribute, setText } from '../dom.ts';
import { nextPrice } from '../orders.ts';
import type { Store } from '../store.ts';
import { displayQuantity } from '../ticket.ts';
import { SIDE_WORD } from './order-words.ts';

const LENGTHS: readonly (readonly [minutes: number, name: string])[] = [
  [1, '1m'],
  [5, '5m'],
  [15, '15m'],
  [30, '30m'],
  [60, '1h'],
  [240, '4h'],
  [1440, '1D'],
];
const PRICES: readonly (readonly [CandlePrice, string])[] = [
  ['trade', 'Trades'],
  ['bid', 'Bid'],
  ['ask', 'Ask'],
];
const FIRST_VIEW_BARS = 110;
const ROOM_RIGHT_BARS = 4;
const LOAD_OLDER_BEFORE_BAR = 20;
const ORDER_LINES_SHOWN = 20;

/** The candle chart with volume, and the account's working orders as lines. */
export class ChartView {
  private readonly legend = required('#chart-legend', HTMLElement);
  private readonly empty = required('#chart-empty', HTMLElement);
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<'Candlestick'>;
  private readonly volume: ISeriesApi<'Histogram'>;
  private readonly orderLines = new Map<string, { line: IPriceLine; shown: string }>();
  private readonly changed = new Map<number, Bar>();
  private isReplaced = false;
  private shownSeries: unknown;
  private hovered: Bar | undefined;

  public constructor(
    private readonly store: Store,
    private readonly feed: CandleFeed,
    private readonly select: (minutes: number, price: CandlePrice) => void,
  ) {
    this.chart = createChart(required('#chart', HTMLElement), {
      autoSize: true,
      // The library's own logo adds an inline style element, which the content security policy forbids; the page shows the credit itself.
      layout: { attributionLogo: false },
      crosshair: { mode: CrosshairMode.Normal },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: ROOM_RIGHT_BARS },
    });
    this.volume = this.chart.addSeries(
      HistogramSeries, { priceScaleId: '', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false });
    this.volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.candles = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.2 } });
    this.applyTheme();
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => {
      this.applyTheme();
      this.replaceAll();
    });
    this.listen();
    this.makeButtons();
  }

  public dispose(): void {
    this.chart.remove();
  }

  private listen(): void {
    this.feed.listener = {
      replaced: () => {
        this.changed.clear();
        this.isReplaced = true;
        this.store.frames.touch('candles');
      },
      changed: (bar) => {
        this.changed.set(bar.time, bar);
        this.store.frames.touch('candles');
      },
      failed: () => {
        this.empty.hidden = false;
        setText(this.empty, 'Candles could not be read.');
      },
    };
    this.chart.subscribeCrosshairMove(({ time }) => {
      this.hovered = time === undefined ? undefined : this.feed.series.bars.find((bar) => bar.time === time);
      this.renderLegend();
    });
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range !== null && range.from < LOAD_OLDER_BEFORE_BAR && this.feed.series.bars.length > 0) void this.feed.loadOlder();
    });
    this.store.frames.on(['candles'], () => this.render());
    this.store.frames.on(['orders', 'selection'], () => this.renderOrderLines());
  }

  private makeButtons(): void {
    const { store } = this;
    const minutes = makeChoice('#chart-minutes', LENGTHS, store.candleMinutes, (value) => this.select(value, store.candlePrice));
    const prices = makeChoice('#chart-price', PRICES, store.candlePrice, (value) => this.select(store.candleMinutes, value));
    minutes.setAttribute('data-unit', 'minutes');
    prices.setAttribute('data-unit', 'price');
  }

  private render(): void {
    if (this.isReplaced) this.replaceAll();
    else for (const bar of [...this.changed.values()].sort((a, b) => a.time - b.time)) this.draw(bar);
    this.changed.clear();
    this.empty.hidden = this.feed.series.bars.length > 0;
    setText(this.empty, this.store.candlePrice === 'trade' ? 'No trades yet. Bid and ask candles may exist.' : 'No quotes yet.');
    this.renderLegend();
  }

  private replaceAll(): void {
    this.isReplaced = false;
    const decimals = this.store.selected?.priceDecimals ?? 2;
    this.candles.applyOptions({ priceFormat: { type: 'price', precision: decimals, minMove: 10 ** -decimals } });
    const { series } = this.feed;
    this.candles.setData(series.bars.map(candleOf));
    this.volume.setData(series.bars.map((bar) => this.volumeOf(bar)));
    if (this.shownSeries === series || series.bars.length === 0) return;
    // Another market or length starts at its newest candles; older pages of the same series leave the view unchanged.
    this.shownSeries = series;
    const count = series.bars.length;
    this.candles.priceScale().applyOptions({ autoScale: true });
    this.chart.timeScale().setVisibleLogicalRange({ from: count - FIRST_VIEW_BARS, to: count + ROOM_RIGHT_BARS });
  }

  private draw(bar: Bar): void {
    this.candles.update(candleOf(bar));
    this.volume.update(this.volumeOf(bar));
  }

  private volumeOf(bar: Bar): { time: UTCTimestamp; value: number; color: string } {
    return { time: bar.time as UTCTimestamp, value: bar.volume, color: colour(bar.close >= bar.open ? '--buy-bar' : '--sell-bar') };
  }

  private renderLegend(): void {
    const bar = this.hovered ?? this.feed.series.bars.at(-1);
    const spec = this.store.selected;
    if (bar === undefined || spec === undefined) {
      setText(this.legend, '');
      return;
    }
    const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((price) => price.toFixed(spec.priceDecimals));
    const volume = bar.volume.toLocaleString('en', { maximumFractionDigits: spec.quantityDecimals });
    setText(this.legend, `O ${open}  H ${high}  L ${low}  C ${close}  V ${volume}`);
  }

  private renderOrderLines(): void {
    const orders = this.store.openOrders.all
      .filter((order) => order.symbol === this.store.selected?.symbol && nextPrice(order) !== undefined)
      .slice(0, ORDER_LINES_SHOWN);
    const ids = new Set(orders.map(({ orderId }) => orderId));
    for (const [orderId, { line }] of this.orderLines) {
      if (ids.has(orderId)) continue;
      this.candles.removePriceLine(line);
      this.orderLines.delete(orderId);
    }
    for (const order of orders) this.renderOrderLine(order);
  }

  private renderOrderLine(order: Order): void {
    const spec = this.store.selected;
    if (spec === undefined) return;
    const title = `${SIDE_WORD[order.side]} ${displayQuantity(spec, order.leavesQty)}`;
    const price = nextPrice(order);
    const shown = `${price} ${title}`;
    const known = this.orderLines.get(order.orderId);
    if (known?.shown === shown) return;
    if (known !== undefined) this.candles.removePriceLine(known.line);
    const line = this.candles.createPriceLine(
      { price: Number(price), title, color: colour(`--${order.side}`), lineStyle: LineStyle.Dashed, lineWidth: 1 });
    this.orderLines.set(order.orderId, { line, shown });
  }

  private applyTheme(): void {
    const font = getComputedStyle(document.body).fontFamily;
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colour('--panel') },
        textColor: colour('--muted'),
        fontFamily: font,
        fontSize: 11,
      },
      grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
      rightPriceScale: { borderColor: colour('--line') },
      timeScale: { borderColor: colour('--line') },
    });
    const [up, down] = [colour('--buy'), colour('--sell')];
    this.candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
  }
}

const candleOf = (
  { time, open, high, low, close }: Bar,
): { time: UTCTimestamp; open: number; high: number; low: number; close: number } => ({
  time: time as UTCTimestamp,
  open,
  high,
  low,
  close,
});

const colour = (variable: string): string => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

function makeChoice<T extends number | string>(
  selector: string,
  choices: readonly (readonly [T, string])[],
  chosen: T,
  choose: (value: T) => void,
): HTMLElement {
  const group = required(selector, HTMLElement);
  const buttons = choices.map(([value, name]) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(value === chosen) }, name);
    button.addEventListener('click', () => {
      for (const other of buttons) setAttribute(other, 'aria-pressed', String(other === button));
      choose(value);
    });
    return button;
  });
  group.replaceChildren(...buttons);
  return group;
}
