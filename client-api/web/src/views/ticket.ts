import { NoAnswerError, ProblemError } from '../api.ts';
import { newClientOrderId } from '../client-order-id.ts';
import type { Order, PlaceOrderListRequest, PlaceOrderRequest, Side, TimeInForce } from '../contracts.ts';
import { display, format, parse } from '../decimal.ts';
import { element, required, setAttribute, setText } from '../dom.ts';
import { nextPrice } from '../orders.ts';
import type { InstrumentSpec, Store } from '../store.ts';
import { displayPrice, displayQuantity, notional, stepped } from '../ticket.ts';
import {
  contentOf,
  isRestingLimit,
  named,
  sameContent,
  SHAPES,
  type TicketContent,
  type TicketField,
  type TicketInput,
  type TicketProblems,
  type TicketType,
  validate,
} from '../ticket-request.ts';
import { currencyDecimals } from './balances.ts';
import { SIDE_WORD, stateWord } from './order-words.ts';

const LARGE_STEP = 10;

export interface TicketActions {
  placeOrder(request: PlaceOrderRequest): Promise<Order | undefined>;
  placeOrderList(request: PlaceOrderListRequest): Promise<Order | undefined>;
}

interface Unresolved {
  readonly content: TicketContent;
  readonly name: string;
}

/**
 * The order ticket. It keeps the client order id of an order whose outcome is unknown, so sending the same content again can't trade twice.
 */
export class TicketView {
  private readonly form = required('#ticket', HTMLFormElement);
  private readonly orderType = required('#ticket [name=orderType]', HTMLSelectElement);
  private readonly timeInForce = required('#ticket [name=timeInForce]', HTMLSelectElement);
  private readonly price = input('price');
  private readonly quantity = input('quantity');
  private readonly trigger = input('trigger');
  private readonly shown = input('shown');
  private readonly stopLoss = input('stopLoss');
  private readonly takeProfit = input('takeProfit');
  private readonly postOnly = input('postOnly');
  private readonly reduceOnly = input('reduceOnly');
  private readonly more = required('#ticket .more', HTMLDetailsElement);
  private readonly fields: readonly (readonly [TicketField, HTMLInputElement])[] = [
    ['trigger', this.trigger],
    ['price', this.price],
    ['quantity', this.quantity],
    ['stopLoss', this.stopLoss],
    ['takeProfit', this.takeProfit],
    ['shown', this.shown],
  ];
  private readonly button = required('#ticket-submit', HTMLButtonElement);
  private readonly outcome = required('#ticket-outcome', HTMLElement);
  private isPriceTouched = false;
  private unresolved: Unresolved | undefined;

  public constructor(
    private readonly store: Store,
    private readonly actions: TicketActions,
  ) {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.form.addEventListener('change', () => this.render());
    for (const [name, field] of this.fields) {
      const isQuantity = name === 'quantity' || name === 'shown';
      field.addEventListener('input', () => this.edited(this.isPriceTouched || field === this.price));
      field.addEventListener('keydown', (event) =>
        this.stepField(
          event, field, (spec) => (isQuantity ? [spec.quantityStep, spec.quantityDecimals] : [spec.priceStep, spec.priceDecimals])),
      );
    }
    this.price.addEventListener('blur', () => this.suggestPrice());
    store.frames.on(['selection'], () => this.reset());
    store.frames.on(['selection', 'depth'], () => this.suggestPrice());
    store.frames.on(['selection', 'account', 'depth'], () => this.renderEstimate());
  }

  /** Takes a price from the ladder and chooses the side that would trade with it. */
  public usePrice(price: string, restingSide: Side): void {
    if (!SHAPES[this.type].hasPrice) this.orderType.value = 'limit';
    this.price.value = price;
    this.chooseSide(restingSide === 'sell' ? 'buy' : 'sell');
    this.edited(true);
  }

  /** Chooses a side and focuses the quantity. */
  public begin(side: Side): void {
    this.chooseSide(side);
    this.quantity.focus();
    this.quantity.select();
  }

  private get side(): Side {
    return new FormData(this.form).get('side') === 'sell' ? 'sell' : 'buy';
  }

  private get type(): TicketType {
    return this.orderType.value as TicketType;
  }

  private get input(): TicketInput {
    return {
      side: this.side,
      orderType: this.type,
      timeInForce: this.timeInForce.value as TimeInForce,
      quantity: this.quantity.value,
      price: this.price.value,
      trigger: this.trigger.value,
      shown: this.shown.value.trim(),
      postOnly: this.postOnly.checked,
      reduceOnly: this.reduceOnly.checked,
      stopLoss: this.stopLoss.value.trim(),
      takeProfit: this.takeProfit.value.trim(),
    };
  }

  private chooseSide(side: Side): void {
    required(`#ticket [name=side][value=${side}]`, HTMLInputElement).checked = true;
    this.render();
  }

  private reset(): void {
    const spec = this.store.selected;
    if (spec === undefined) return;
    this.isPriceTouched = false;
    for (const field of [this.price, this.trigger, this.shown, this.stopLoss, this.takeProfit]) field.value = '';
    for (const box of [this.postOnly, this.reduceOnly]) box.checked = false;
    this.quantity.value = format(parse(spec.minQuantity), spec.quantityDecimals);
    setText(required('#ticket-symbol', HTMLElement), spec.symbol);
    for (const unit of ['#ticket-price-unit', '#ticket-trigger-unit']) setText(required(unit, HTMLElement), spec.quoteCurrency);
    setText(required('#ticket-quantity-unit', HTMLElement), spec.kind === 'spot' ? spec.baseCurrency : 'contracts');
    this.outcome.hidden = true;
    this.showProblems({});
    this.render();
  }

  /**
   * Until the user enters a price, the field suggests the best one of the order's own side, which does not cross. A focused field is not
   * changed: typed text must not be appended to a price that arrives in the meantime.
   */
  private suggestPrice(): void {
    const { depth } = this.store;
    if (document.activeElement === this.price) return;
    if (this.isPriceTouched || this.price.value !== '' || this.type !== 'limit') return;
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

  private stepField(
    event: KeyboardEvent,
    field: HTMLInputElement,
    grid: (spec: InstrumentSpec) => [InstrumentSpec['priceStep'], number],
  ): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const spec = this.store.selected;
    if (direction === 0 || spec === undefined) return;
    event.preventDefault();
    const [step, decimals] = grid(spec);
    field.value = stepped(field.value, step, direction * (event.shiftKey ? LARGE_STEP : 1), decimals);
    this.edited(this.isPriceTouched || field === this.price);
  }

  private render(): void {
    const shape = SHAPES[this.type];
    this.price.disabled = !shape.hasPrice;
    this.price.placeholder = shape.hasPrice ? '' : 'market';
    required('#ticket-trigger', HTMLElement).hidden = shape.trigger === undefined;
    setText(required('#ticket-trigger-word', HTMLElement), shape.trigger === 'distance' ? 'Distance' : 'Trigger');
    const allowed = (timeInForce: string): boolean => shape.timesInForce.some((one) => one === timeInForce);
    for (const option of this.timeInForce.options) option.disabled = !allowed(option.value);
    if (!allowed(this.timeInForce.value)) this.timeInForce.value = shape.timesInForce[0] ?? '';
    const canRest = isRestingLimit(this.input);
    for (const field of [this.shown, this.postOnly]) field.disabled = !canRest;
    this.reduceOnly.disabled = this.store.selected?.kind !== 'margined';
    this.button.dataset['side'] = this.side;
    setText(this.button, `${SIDE_WORD[this.side]} ${this.store.selected?.symbol ?? ''}`);
    this.renderEstimate();
  }

  private renderEstimate(): void {
    const { selected, depth, summary } = this.store;
    if (selected === undefined) return;
    const touch = (this.side === 'buy' ? depth.asks : depth.bids)[0];
    const touchPrice = touch === undefined ? '' : format({ units: touch.price, scale: depth.priceScale });
    const shape = SHAPES[this.type];
    const price = shape.hasPrice ? this.price.value : shape.trigger === 'price' ? this.trigger.value : touchPrice;
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
    for (const [name, field] of this.fields) {
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
    const problems = validate(spec, this.input);
    this.showProblems(problems);
    const [wrong] = this.fields.filter(([name]) => problems[name] !== undefined);
    if (wrong === undefined) {
      await this.send(spec, contentOf(spec, this.input));
      return;
    }
    if (this.more.contains(wrong[1])) this.more.open = true;
    wrong[1].focus();
  }

  private async send(spec: InstrumentSpec, content: TicketContent): Promise<void> {
    const name = this.unresolved !== undefined && sameContent(this.unresolved.content, content) ? this.unresolved.name : newClientOrderId();
    this.button.disabled = true;
    try {
      const order = await this.place(content, name);
      this.unresolved = order === undefined ? { content, name } : undefined;
      if (order === undefined) {
        const text = 'The server does not know the order: nothing was placed. Send it again if you still want it.';
        this.showOutcome('problem', 'not_placed', text);
      } else this.showOrder(spec, order, content.orders.length - 1);
    } catch (error) {
      this.showError(error, { content, name });
    } finally {
      this.button.disabled = false;
    }
  }

  private place(content: TicketContent, name: string): Promise<Order | undefined> {
    const orders = named(content, name);
    const [only] = orders;
    return content.contingencyType === undefined && only !== undefined
      ? this.actions.placeOrder(only)
      : this.actions.placeOrderList({ contingencyType: content.contingencyType ?? 'oto', orders });
  }

  private showOrder(spec: InstrumentSpec, order: Order, exits: number): void {
    const filled = order.avgPx == null ? '' : `, ${displayQuantity(spec, order.cumQty)} filled at ${displayPrice(spec, order.avgPx)}`;
    const next = nextPrice(order);
    const price = next === undefined ? '' : ` at ${displayPrice(spec, next)}`;
    const protectedBy = exits === 0 ? '' : exits === 1 ? ', with an exit' : `, with ${exits} exits`;
    const what = `${SIDE_WORD[order.side].toLowerCase()} ${displayQuantity(spec, order.orderQty)} ${order.symbol}`;
    this.showOutcome('done', undefined, `${stateWord(order)}: ${what}${price}${filled}${protectedBy}`);
  }

  private showError(error: unknown, sent: Unresolved): void {
    if (error instanceof ProblemError && !error.outcomeIsUnknown) {
      this.unresolved = undefined;
      this.showOutcome('problem', error.code, error.message);
    } else if (error instanceof NoAnswerError || error instanceof ProblemError) {
      this.unresolved = sent;
      this.showOutcome(
        'problem', 'outcome_unknown',
        'There was no answer, so the order may have been placed. Sending it again is safe: it has the same client order id.');
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

const input = (name: string): HTMLInputElement => required(`#ticket [name=${name}]`, HTMLInputElement);
