import type { ExecutionReport, Order } from './contracts.ts';

export const isOpen = (order: Order): boolean => order.status === 'new' || order.status === 'partially_filled';

/** Whether the order's price is a limit from its owner rather than the server's protection price of a market order. */
export const hasLimit = ({ orderType }: Order): boolean => !['market', 'stop', 'trailing_stop', 'market_if_touched'].includes(orderType);

/** The price at which something happens to the order next: its trigger price while it waits for that, otherwise its limit. */
export function nextPrice(order: Order): string | undefined {
  if (order.place !== 'book' && order.stopPx != null) return order.stopPx;
  return hasLimit(order) ? (order.price ?? undefined) : undefined;
}

/** The order's state after the reported event. */
export function orderAfter(report: ExecutionReport, known: Order | undefined): Order {
  return {
    // Fields that a report does not have stay as they were.
    ...known,
    orderId: report.orderId,
    clientOrderId: report.clientOrderId,
    accountId: report.accountId,
    symbol: report.symbol,
    side: report.side,
    orderType: report.orderType,
    timeInForce: report.timeInForce,
    price: report.price,
    orderQty: report.orderQty,
    cumQty: report.cumQty,
    leavesQty: report.leavesQty,
    avgPx: report.avgPx,
    status: report.status,
    rejectCode: report.rejectCode,
    sequence: report.sequence,
    createdAt: known?.createdAt ?? report.time,
    updatedAt: report.time,
    place: report.place,
    reason: report.reason,
    stopPx: report.stopPx,
  };
}

/**
 * The working orders of an account. Live states and whole snapshots arrive in any order; a state is only replaced by one with a higher
 * sequence, and states that arrive while a snapshot is being read are kept, so a slow snapshot never brings a closed order back.
 */
export class OpenOrders {
  private orders = new Map<string, Order>();
  private readonly sinceSnapshotBegan = new Map<string, Order>();

  public get all(): Order[] {
    return [...this.orders.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  }

  public get(orderId: string): Order | undefined {
    return this.orders.get(orderId);
  }

  /** Call before requesting a snapshot; one at a time. */
  public beginSnapshot(): void {
    this.sinceSnapshotBegan.clear();
  }

  public endSnapshot(orders: readonly Order[]): void {
    this.orders = new Map(orders.map((order) => [order.orderId, order]));
    for (const order of this.sinceSnapshotBegan.values()) this.place(order);
  }

  public apply(order: Order): void {
    const newest = this.sinceSnapshotBegan.get(order.orderId);
    if (newest === undefined || newest.sequence <= order.sequence) this.sinceSnapshotBegan.set(order.orderId, order);
    this.place(this.sinceSnapshotBegan.get(order.orderId) ?? order);
  }

  public clear(): void {
    this.orders.clear();
    this.sinceSnapshotBegan.clear();
  }

  private place(order: Order): void {
    const known = this.orders.get(order.orderId);
    if (known !== undefined && known.sequence > order.sequence) return;
    if (isOpen(order)) this.orders.set(order.orderId, order);
    else this.orders.delete(order.orderId);
  }
}
