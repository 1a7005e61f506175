import { NoAnswerError, ProblemError } from '../api.ts';
import type { AmendOrderRequest, Order } from '../contracts.ts';
import { format, parse } from '../decimal.ts';
import { element, required, setText } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import { hasLimit } from '../orders.ts';
import type { InstrumentSpec, Store } from '../store.ts';
import { displayPrice, displayQuantity, priceProblem, quantityProblem } from '../ticket.ts';
import { SIDE_WORD, stateWord, TIME_IN_FORCE_WORD, timeOfDay, TYPE_WORD } from './order-words.ts';

/** A program's account may have thousands; only the newest are shown, but all are counted. */
const ROWS_SHOWN = 200;

export interface OrderActions {
  amendOrder(orderId: string, request: AmendOrderRequest): Promise<unknown>;
  cancelOrder(orderId: string): Promise<unknown>;
}

/** The working orders, with cancel and an inline edit of price and quantity. */
export class OrdersView {
  private readonly empty = required('#orders-empty', HTMLElement);
  private readonly count = required('#orders-count', HTMLElement);
  private readonly rows: KeyedRows<Order, OrderRow>;

  public constructor(
    private readonly store: Store,
    actions: OrderActions,
  ) {
    this.rows = new KeyedRows(
      required('#orders', HTMLElement),
      ({ orderId }) => orderId,
      (order) => new OrderRow(order, store.instruments.get(order.symbol), actions),
      (row, order) => row.update(order),
    );
    store.frames.on(['orders', 'instruments'], () => this.render());
  }

  private render(): void {
    const orders = this.store.openOrders.all.filter(({ symbol }) => this.store.instruments.has(symbol));
    this.rows.render(orders.slice(0, ROWS_SHOWN));
    this.empty.hidden = orders.length > 0;
    setText(this.count, String(orders.length));
  }
}

class OrderRow {
  public readonly root: HTMLTableRowElement;
  private readonly trigger = element('td', { class: 'number' });
  private readonly price = element('td', { class: 'number' });
  private readonly quantity = element('td', { class: 'number' });
  private readonly filled = element('td', { class: 'number' });
  private readonly status = element('td');
  private readonly edit = element('button', { type: 'button' }, 'Edit');
  private readonly cancel = element('button', { type: 'button' }, 'Cancel');
  private readonly actionsCell: HTMLElement;
  private editor: OrderEditor | undefined;
  private problem: string | undefined;

  public constructor(
    private order: Order,
    private readonly spec: InstrumentSpec | undefined,
    private readonly actions: OrderActions,
  ) {
    this.edit.setAttribute('aria-label', `Edit ${describe(order)}`);
    this.cancel.setAttribute('aria-label', `Cancel ${describe(order)}`);
    this.edit.addEventListener('click', () => this.beginEdit());
    this.cancel.addEventListener('click', () => void this.run(this.cancel, () => actions.cancelOrder(this.order.orderId)));
    this.actionsCell = element('td', {}, element('div', { class: 'row-actions' }, this.edit, this.cancel));
    this.root = element(
      'tr',
      { 'data-order-id': order.orderId, 'data-client-order-id': order.clientOrderId },
      element('td', { title: order.createdAt }, timeOfDay(order.createdAt)),
      element('td', {}, order.symbol, ...(order.tag == null ? [] : [element('small', { class: 'order-tag', title: 'tag' }, order.tag)])),
      element('td', { class: order.side }, SIDE_WORD[order.side]),
      element('td', {}, `${TYPE_WORD[order.orderType]} ${TIME_IN_FORCE_WORD[order.timeInForce]}`),
      this.trigger,
      this.price,
      this.quantity,
      this.filled,
      this.status,
      this.actionsCell,
    );
  }

  public update(order: Order): void {
    this.order = order;
    if (this.editor === undefined) {
      setText(this.trigger, this.spec === undefined || order.stopPx == null ? '–' : displayPrice(this.spec, order.stopPx));
      setText(this.price,
        !hasLimit(order) ? 'market' : this.spec === undefined || order.price == null ? '–' : displayPrice(this.spec, order.price));
      setText(this.quantity, this.spec === undefined ? order.orderQty : displayQuantity(this.spec, order.orderQty));
    }
    setText(this.filled, this.spec === undefined ? order.cumQty : displayQuantity(this.spec, order.cumQty));
    setText(this.status, this.problem ?? stateWord(order));
    this.status.classList.toggle('row-problem', this.problem !== undefined);
  }

  private beginEdit(): void {
    if (this.spec === undefined || this.editor !== undefined) return;
    this.problem = undefined;
    this.editor = new OrderEditor(this.order, this.spec, {
      save: (request) => this.save(request),
      close: () => this.endEdit(),
      refuse: (problem) => this.showProblem(problem),
    });
    if (this.editor.trigger !== undefined) this.trigger.replaceChildren(this.editor.trigger);
    if (this.editor.price !== undefined) this.price.replaceChildren(this.editor.price);
    this.quantity.replaceChildren(this.editor.quantity);
    this.actionsCell.replaceChildren(this.editor.buttons);
    const first = this.editor.trigger ?? this.editor.price ?? this.editor.quantity;
    first.focus();
    first.select();
  }

  private endEdit(): void {
    this.editor = undefined;
    this.actionsCell.replaceChildren(element('div', { class: 'row-actions' }, this.edit, this.cancel));
    this.update(this.order);
    this.edit.focus();
  }

  private async save(request: AmendOrderRequest): Promise<void> {
    const isChanged = request.price !== undefined || request.orderQty !== undefined || request.stopPx !== undefined;
    if (!isChanged || (await this.run(this.edit, () => this.actions.amendOrder(this.order.orderId, request)))) this.endEdit();
  }

  private async run(button: HTMLButtonElement, work: () => Promise<unknown>): Promise<boolean> {
    button.disabled = true;
    this.showProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      this.showProblem(describeError(error));
      return false;
    } finally {
      button.disabled = false;
    }
  }

  private showProblem(problem: string | undefined): void {
    this.problem = problem;
    this.update(this.order);
  }
}

interface EditorActions {
  save(request: AmendOrderRequest): Promise<void>;
  close(): void;
  refuse(problem: string): void;
}

/** The fields of an amendment: those that the order has. Enter saves, Escape cancels. */
class OrderEditor {
  public readonly trigger: HTMLInputElement | undefined;
  public readonly price: HTMLInputElement | undefined;
  public readonly quantity = element('input', { class: 'inline-edit', inputmode: 'decimal', 'aria-label': 'New total quantity' });
  public readonly buttons: HTMLElement;

  public constructor(
    private readonly order: Order,
    private readonly spec: InstrumentSpec,
    private readonly actions: EditorActions,
  ) {
    if (order.place === 'trigger' && order.stopPx != null) this.trigger = this.priceField('New trigger', order.stopPx);
    if (hasLimit(order)) this.price = this.priceField('New price', order.price ?? '');
    this.quantity.value = format(parse(order.orderQty), spec.quantityDecimals);
    const save = element('button', { type: 'button', class: 'primary' }, 'Save');
    const back = element('button', { type: 'button' }, 'Back');
    save.addEventListener('click', () => this.save());
    back.addEventListener('click', () => actions.close());
    for (const input of [this.trigger, this.price, this.quantity]) input?.addEventListener('keydown', (event) => this.press(event));
    this.buttons = element('div', { class: 'row-actions' }, save, back);
  }

  private priceField(label: string, value: string): HTMLInputElement {
    const field = element('input', { class: 'inline-edit', inputmode: 'decimal', 'aria-label': label });
    field.value = value === '' ? '' : format(parse(value), this.spec.priceDecimals);
    return field;
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.save();
    if (event.key === 'Escape') this.actions.close();
  }

  private save(): void {
    const prices = [this.trigger, this.price].map((field) => (field === undefined ? undefined : priceProblem(this.spec, field.value)));
    const problem = prices[0] ?? prices[1] ?? quantityProblem(this.spec, this.quantity.value);
    if (problem !== undefined) {
      this.actions.refuse(problem);
      return;
    }
    const request: AmendOrderRequest = {};
    const trigger = changed(this.trigger, this.order.stopPx);
    const price = changed(this.price, this.order.price);
    if (trigger !== undefined) request.stopPx = trigger;
    if (price !== undefined) request.price = price;
    const quantity = format(parse(this.quantity.value));
    if (quantity !== format(parse(this.order.orderQty))) request.orderQty = quantity;
    void this.actions.save(request);
  }
}

/** The new value of a field; undefined when it has not changed. */
function changed(field: HTMLInputElement | undefined, before: string | null | undefined): string | undefined {
  if (field === undefined) return undefined;
  const now = format(parse(field.value));
  return before != null && now === format(parse(before)) ? undefined : now;
}

const describe = (order: Order): string =>
  `${SIDE_WORD[order.side]} ${order.orderQty} ${order.symbol} at ${order.stopPx ?? order.price ?? 'market'}`;

function describeError(error: unknown): string {
  if (error instanceof ProblemError) return `${error.code}: ${error.message}`;
  if (error instanceof NoAnswerError) return error.message;
  throw error;
}
