import { NoAnswerError, ProblemError } from '../api.ts';
import { newClientOrderId } from '../client-order-id.ts';
import type { Order, OrderType, PlaceOrderRequest, Side, TimeInForce } from '../contracts.ts';
import { display, format, parse } from '../decimal.ts';
import { element, required, setAttribute, setText } from '../dom.ts';
import type { InstrumentSpec, Store } from '../store.ts';
import { displayPrice, displayQuantity, notional, stepped, type TicketProblems, validate } from '../ticket.ts';
import { currencyDecimals } from './balances.ts';
import { SIDE_WORD, STATUS_WORD } from './order-words.ts';

const LARGE_STEP = 10;

type Content = Omit<PlaceOrderRequest, 'clientOrderId'>;

/** The order ticket. It keeps the name of an order whose outcome is unknown, so sending the same content again cannot trade twice. */
export class TicketView {
  private readonly form = required('#ticket', HTMLFormElement);
  private readonly orderType = required('#ticket [name=orderType]', HTMLSelectElement);
  private readonly timeInForce = required('#ticket [name=timeInForce]', HTMLSelectElement);
  private readonly price = required('#ticket [name=price]', HTMLInputElement);
  private readonly quantity = required('#ticket [name=quantity]', HTMLInputElement);
  private readonly button = required('#ticket-submit', HTMLButtonElement);
  private readonly outcome = required('#ticket-outcome', HTMLElement);
  private isPriceTouched = false;
  private unresolved: PlaceOrderRequest | undefined;

  public constructor(
    private readonly store: Store,
    private readonly place: (request: PlaceOrderRequest) => Promise<Order | undefined>,
  ) {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.form.addEventListener('change', () => this.render());
    this.price.addEventListener('input', () => this.edited(true));
    this.quantity.addEventListener('input', () => this.edited(this.isPriceTouched));
    this.price.addEventListener('keydown', (event) => this.stepField(event, this.price, (spec) => [spec.priceStep, spec.priceDecimals]));
    this.quantity.addEventListener('keydown', (event) => this.stepField(event, this.quantity, (spec) => [spec.quantityStep, spec.quantityDecimals]));
    store.frames.on(['selection'], () => this.reset());
    store.frames.on(['selection', 'depth'], () => this.suggestPrice());
    store.frames.on(['selection', 'account', 'depth'], () => this.renderEstimate());
  }

  /** Takes a price from the ladder; the side is the one that would trade with it. */
  public usePrice(price: string, restingSide: Side): void {
    this.orderType.value = 'limit';
    this.price.value = price;
    this.chooseSide(restingSide === 'sell' ? 'buy' : 'sell');
    this.edited(true);
  }

  /** Chooses a side and goes to the quantity. */
  public begin(side: Side): void {
    this.chooseSide(side);
    this.quantity.focus();
    this.quantity.select();
  }

  private get side(): Side {
    return new FormData(this.form).get('side') === 'sell' ? 'sell' : 'buy';
  }

  private get type(): OrderType {
    return this.orderType.value === 'market' ? 'market' : 'limit';
  }

  private chooseSide(side: Side): void {
    required(`#ticket [name=side][value=${side}]`, HTMLInputElement).checked = true;
    this.render();
  }

  private reset(): void {
    const spec = this.store.selected;
    if (spec === undefined) return;
    this.isPriceTouched = false;
    this.price.value = '';
    this.quantity.value = format(parse(spec.minQuantity), spec.quantityDecimals);
    setText(required('#ticket-symbol', HTMLElement), spec.symbol);
    setText(required('#ticket-price-unit', HTMLElement), spec.quoteCurrency);
    setText(required('#ticket-quantity-unit', HTMLElement), spec.kind === 'spot' ? spec.baseCurrency : 'contracts');
    this.outcome.hidden = true;
    this.showProblems({});
    this.render();
  }

  /** Until the user writes a price, the field offers the best one of the own side: it rests and does not cross. */
  private suggestPrice(): void {
    const { depth } = this.store;
    if (this.isPriceTouched || this.price.value !== '' || this.type === 'market') return;
    const best = (this.side === 'buy' ? depth.bids : depth.asks)[0];
    if (best === undefined) return;
    this.price.value = format({ units: best.price, scale: depth.priceScale }, depth.priceScale);
    this.renderEstimate();
  }

  private edited(isPriceTouched: boolean): void {
    this.isPriceTouched = isPriceTouched;
    this.showProblems({});
    this.render();
  }

  private stepField(event: KeyboardEvent, field: HTMLInputElement, grid: (spec: InstrumentSpec) => [InstrumentSpec['priceStep'], number]): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const spec = this.store.selected;
    if (direction === 0 || spec === undefined) return;
    event.preventDefault();
    const [step, decimals] = grid(spec);
    field.value = stepped(field.value, step, direction * (event.shiftKey ? LARGE_STEP : 1), decimals);
    this.edited(this.isPriceTouched || field === this.price);
  }

  private render(): void {
    const isMarket = this.type === 'market';
    this.price.disabled = isMarket;
    this.price.placeholder = isMarket ? 'market' : '';
    for (const option of this.timeInForce.options) option.disabled = isMarket && option.value === 'gtc';
    if (isMarket && this.timeInForce.value === 'gtc') this.timeInForce.value = 'ioc';
    this.button.dataset['side'] = this.side;
    setText(this.button, `${SIDE_WORD[this.side]} ${this.store.selected?.symbol ?? ''}`);
    this.renderEstimate();
  }

  private renderEstimate(): void {
    const { selected, depth, summary } = this.store;
    if (selected === undefined) return;
    const touch = (this.side === 'buy' ? depth.asks : depth.bids)[0];
    const touchPrice = touch === undefined ? '' : format({ units: touch.price, scale: depth.priceScale });
    const price = this.type === 'limit' ? this.price.value : touchPrice;
    const value = notional(selected, price, this.quantity.value);
    const money = (currency: string, amount: string): string => `${amount} ${currency}`;
    const { quoteCurrency } = selected;
    setText(
      required('#ticket-value', HTMLElement),
      value === undefined ? '–' : money(quoteCurrency, display(value, currencyDecimals(this.store, quoteCurrency))),
    );
    const spends = selected.kind === 'spot' && this.side === 'sell' ? selected.baseCurrency : quoteCurrency;
    const balance = summary?.balances.find(({ currency }) => currency === spends);
    setText(
      required('#ticket-available', HTMLElement),
      money(spends, balance === undefined ? '0' : display(parse(balance.available), currencyDecimals(this.store, spends))),
    );
  }

  private showProblems(problems: TicketProblems): void {
    for (const [name, field] of [['price', this.price], ['quantity', this.quantity]] as const) {
      const place = required(`#ticket-${name}-problem`, HTMLElement);
      const problem = problems[name];
      place.hidden = problem === undefined;
      setText(place, problem ?? '');
      setAttribute(field, 'aria-invalid', problem === undefined ? undefined : 'true');
    }
  }

  private async submit(): Promise<void> {
    const spec = this.store.selected;
    if (spec === undefined || this.button.disabled) return;
    const problems = validate(spec, { side: this.side, orderType: this.type, price: this.price.value, quantity: this.quantity.value });
    this.showProblems(problems);
    if (problems.price !== undefined) this.price.focus();
    else if (problems.quantity !== undefined) this.quantity.focus();
    else await this.send(spec, this.request(spec));
  }

  private request(spec: InstrumentSpec): PlaceOrderRequest {
    const content: Content = {
      symbol: spec.symbol,
      side: this.side,
      orderType: this.type,
      timeInForce: this.timeInForce.value as TimeInForce,
      orderQty: format(parse(this.quantity.value)),
    };
    if (this.type === 'limit') content.price = format(parse(this.price.value));
    const isRepeat = this.unresolved !== undefined && sameContent(this.unresolved, content);
    return { clientOrderId: isRepeat && this.unresolved !== undefined ? this.unresolved.clientOrderId : newClientOrderId(), ...content };
  }

  private async send(spec: InstrumentSpec, request: PlaceOrderRequest): Promise<void> {
    this.button.disabled = true;
    try {
      const order = await this.place(request);
      this.unresolved = order === undefined ? request : undefined;
      if (order === undefined) this.showOutcome('problem', 'not_placed', 'The server has no such order: nothing was placed. Send it again if you still want it.');
      else this.showOrder(spec, order);
    } catch (error) {
      this.showError(error, request);
    } finally {
      this.button.disabled = false;
    }
  }

  private showOrder(spec: InstrumentSpec, order: Order): void {
    const filled = order.avgPx == null ? '' : `, ${displayQuantity(spec, order.cumQty)} filled at ${displayPrice(spec, order.avgPx)}`;
    const price = order.orderType === 'limit' && order.price != null ? ` at ${displayPrice(spec, order.price)}` : '';
    const text = `${STATUS_WORD[order.status]}: ${SIDE_WORD[order.side].toLowerCase()} ${displayQuantity(spec, order.orderQty)} ${order.symbol}${price}${filled}`;
    this.showOutcome('done', undefined, text);
  }

  private showError(error: unknown, request: PlaceOrderRequest): void {
    if (error instanceof ProblemError && !error.outcomeIsUnknown) {
      this.unresolved = undefined;
      this.showOutcome('problem', error.code, error.message);
    } else if (error instanceof NoAnswerError || error instanceof ProblemError) {
      this.unresolved = request;
      this.showOutcome('problem', 'outcome_unknown', 'No answer came, so the order may have been placed. Sending the same again is safe: it has the same name.');
    } else {
      throw error;
    }
  }

  private showOutcome(kind: 'done' | 'problem', code: string | undefined, text: string): void {
    this.outcome.hidden = false;
    this.outcome.dataset['kind'] = kind;
    this.outcome.replaceChildren(...(code === undefined ? [] : [element('code', {}, code)]), text);
  }
}

const sameContent = ({ clientOrderId: _, ...first }: PlaceOrderRequest, second: Content): boolean =>
  (Object.keys({ ...first, ...second }) as (keyof Content)[]).every((name) => first[name] === second[name]);
