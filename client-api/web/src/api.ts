import type {
  Account,
  AccountSummary,
  AmendOrderRequest,
  Candle,
  CandlePrice,
  ExecutionReport,
  HubTicket,
  Instrument,
  Order,
  OrderListReply,
  OrderReply,
  PlaceOrderListRequest,
  PlaceOrderRequest,
  Session,
  TradePrint,
} from './contracts.ts';

const REQUEST_TIMEOUT_MS = 15_000;

/** The server refused the request (RFC 9457); the code is stable, the detail is for people. */
export class ProblemError extends Error {
  public constructor(
    public readonly status: number,
    public readonly code: string,
    detail: string,
  ) {
    super(detail);
  }

  /** Whether the outcome of the request is unknown, so the order must be looked up by client order id. */
  public get outcomeIsUnknown(): boolean {
    return this.code === 'outcome_unknown' || this.status === 502 || this.status === 504;
  }
}

/** No answer came: whether the request took effect is unknown. */
export class NoAnswerError extends Error {}

interface ProblemBody {
  code?: unknown;
  title?: unknown;
  detail?: unknown;
}

const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' && value !== '' ? value : fallback);

async function readProblem(response: Response): Promise<ProblemError> {
  const fallback = `${response.status} ${response.statusText}`.trim();
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // A proxy's own error page is not JSON: only the status is known.
  }
  return new ProblemError(response.status, textOr(body.code, `http_${response.status}`), textOr(body.detail, textOr(body.title, fallback)));
}

function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** Which candles to read; without a range, the newest ones. */
export interface CandleFilter {
  priceKind: CandlePrice;
  minutes: number;
  from?: string;
  to?: string;
  limit: number;
}

/** The REST side of the client API. */
export class Api {
  private accessToken: string | undefined;

  /** @param onUnauthorized Called when the token is refused: the user must log in again. */
  public constructor(private readonly onUnauthorized: () => void) {}

  public get token(): string | undefined {
    return this.accessToken;
  }

  public set token(token: string | undefined) {
    this.accessToken = token;
  }

  public login(userName: string, password: string): Promise<Session> {
    return this.send('POST', '/sessions', { userName, password });
  }

  /** A ticket for one connection to the hub; the token itself must not appear in a URL. */
  public async createHubTicket(): Promise<string> {
    return (await this.send<HubTicket>('POST', '/hub-tickets')).ticket;
  }

  public listInstruments(): Promise<Instrument[]> {
    return this.send('GET', '/instruments');
  }

  public listAccounts(): Promise<Account[]> {
    return this.send('GET', '/accounts');
  }

  public getSummary(accountId: number): Promise<AccountSummary> {
    return this.send('GET', `/accounts/${accountId}`);
  }

  public listExecutions(accountId: number, limit: number): Promise<ExecutionReport[]> {
    return this.send('GET', `/accounts/${accountId}/executions${query({ limit })}`);
  }

  public listTrades(symbol: string, limit: number): Promise<TradePrint[]> {
    return this.send('GET', `/instruments/${encodeURIComponent(symbol)}/trades${query({ limit })}`);
  }

  public listCandles(symbol: string, filter: CandleFilter): Promise<Candle[]> {
    return this.send('GET', `/instruments/${encodeURIComponent(symbol)}/candles${query({ ...filter })}`);
  }

  public placeOrder(accountId: number, request: PlaceOrderRequest): Promise<OrderReply> {
    return this.send('POST', `/accounts/${accountId}/orders`, request);
  }

  public placeOrderList(accountId: number, request: PlaceOrderListRequest): Promise<OrderListReply> {
    return this.send('POST', `/accounts/${accountId}/order-lists`, request);
  }

  public amendOrder(accountId: number, orderId: string, request: AmendOrderRequest): Promise<OrderReply> {
    return this.send('PATCH', `/accounts/${accountId}/orders/${orderId}`, request);
  }

  public cancelOrder(accountId: number, orderId: string): Promise<OrderReply> {
    return this.send('DELETE', `/accounts/${accountId}/orders/${orderId}`);
  }

  public async getOrder(accountId: number, clientOrderId: string): Promise<Order> {
    const path = `/accounts/${accountId}/orders/by-client-order-id/${encodeURIComponent(clientOrderId)}`;
    return (await this.send<OrderReply>('GET', path)).order;
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.accessToken !== undefined) headers['authorization'] = `Bearer ${this.accessToken}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
    if (body !== undefined) init.body = JSON.stringify(body);

    let response: Response;
    try {
      response = await fetch(`/api/v1${path}`, init);
    } catch (error) {
      throw new NoAnswerError('The server did not answer.', { cause: error });
    }
    if (!response.ok) {
      if (response.status === 401 && this.accessToken !== undefined) this.onUnauthorized();
      throw await readProblem(response);
    }
    return (await response.json()) as T;
  }
}
