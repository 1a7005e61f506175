using Microsoft.Extensions.Logging;

namespace Rtx.Actors.Diagnostics;

/// <summary>Log messages of the grains: event ids 3000–3099 books, 3100–3199 accounts, 3200–3299 market data, 3300–3399 instruments, 3500–3599 what the database did to calls.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Book {Instrument} serves with epoch {Epoch} at sequence {Sequence} and {OpenOrders} open orders")]
    public static partial void BookActivated(this ILogger log, InstrumentId instrument, long epoch, long sequence, int openOrders);

    [LoggerMessage(3001, LogLevel.Error, "Book {Instrument} epoch {Epoch} drops its memory: {Commands} commands could not be committed")]
    public static partial void BookDropped(this ILogger log, InstrumentId instrument, long epoch, int commands, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "Book {Instrument} could not settle account {Account}; it will be tried again")]
    public static partial void SettlementFailed(this ILogger log, InstrumentId instrument, AccountId account, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "Book {Instrument} could not send {Ticks} of its own ticks")]
    public static partial void OwnTicksLost(this ILogger log, InstrumentId instrument, int ticks, Exception exception);

    [LoggerMessage(3009, LogLevel.Warning, "Book {Instrument} could not tell the instrument its trading state; the next round tries again")]
    public static partial void StandingNotReported(this ILogger log, InstrumentId instrument, Exception exception);

    [LoggerMessage(3010, LogLevel.Error, "Book {Instrument} could not publish what it committed")]
    public static partial void NotPublished(this ILogger log, InstrumentId instrument, Exception exception);

    [LoggerMessage(3011, LogLevel.Error, "Book {Instrument} does not serve: it could not prove itself {Times} times in a row")]
    public static partial void BookDoesNotServe(this ILogger log, InstrumentId instrument, int times, Exception exception);

    [LoggerMessage(3012, LogLevel.Information, "Book {Instrument} serves again, after {Times} attempts")]
    public static partial void BookServesAgain(this ILogger log, InstrumentId instrument, int times);

    [LoggerMessage(3100, LogLevel.Information, "Account {Account} serves with epoch {Epoch}, {OpenOrders} open orders and {Unsettled} events to settle")]
    public static partial void AccountActivated(this ILogger log, AccountId account, long epoch, int openOrders, int unsettled);

    [LoggerMessage(3101, LogLevel.Error, "Account {Account} epoch {Epoch} drops its memory: {Decisions} decisions could not be committed")]
    public static partial void AccountDropped(this ILogger log, AccountId account, long epoch, int decisions, Exception exception);

    [LoggerMessage(3108, LogLevel.Critical, "Account {Account} has settled book {Instrument} up to {Settled}, but that book's activation {Epoch} began at {OpenedAt}: the database has lost commits. The account drops its memory")]
    public static partial void HistoryLost(this ILogger log, AccountId account, InstrumentId instrument, long settled, long epoch, long openedAt);

    [LoggerMessage(3102, LogLevel.Error, "Account {Account} got no answer from book {Instrument}; the outcome is not known")]
    public static partial void BookDidNotAnswer(this ILogger log, AccountId account, InstrumentId instrument, Exception exception);

    [LoggerMessage(3103, LogLevel.Warning, "Account {Account} could not catch up; the next sweep tries again")]
    public static partial void SweepFailed(this ILogger log, AccountId account, Exception exception);

    [LoggerMessage(3104, LogLevel.Warning, "Account {Account} could not reach what a decision needs; nothing was decided")]
    public static partial void NothingDecided(this ILogger log, AccountId account, Exception exception);

    [LoggerMessage(3105, LogLevel.Warning, "Account {Account} cancelled {Orders} orders because its dead-man timer ran out: {Status}")]
    public static partial void CancelledAllInTime(this ILogger log, AccountId account, int orders, ReplyStatus status);

    [LoggerMessage(3106, LogLevel.Warning, "Account {Account} could not do what it was told to do by itself; its next activation will")]
    public static partial void ControlsNotEnforced(this ILogger log, AccountId account, Exception exception);

    [LoggerMessage(3120, LogLevel.Warning, "Account {Account} is being stopped out: equity {Equity} {Currency} is below the maintenance margin {Maintenance}")]
    public static partial void StopOutBegan(this ILogger log, AccountId account, Currency currency, decimal equity, decimal maintenance);

    [LoggerMessage(3121, LogLevel.Warning, "The stop-out of account {Account} in {Currency} has ended with equity {Equity}")]
    public static partial void StopOutEnded(this ILogger log, AccountId account, Currency currency, decimal equity);

    [LoggerMessage(3122, LogLevel.Warning, "The margin of account {Account} could not be looked after; it is tried again")]
    public static partial void MarginNotWatched(this ILogger log, AccountId account, Exception exception);

    [LoggerMessage(3124, LogLevel.Warning, "A position of account {Account} in instrument {Instrument} was closed against those who have the other side, at {Price}")]
    public static partial void Deleveraged(this ILogger log, AccountId account, InstrumentId instrument, Price price);

    [LoggerMessage(3123, LogLevel.Warning, "Accounts whose margin is gone could not be looked for; the next sweep tries again")]
    public static partial void MarginNotRead(this ILogger log, Exception exception);

    [LoggerMessage(3125, LogLevel.Warning, "The sweep for what is not settled could not be started; it is tried again")]
    public static partial void SettlementNotSwept(this ILogger log, Exception exception);

    [LoggerMessage(3107, LogLevel.Warning, "Accounts that should have cancelled their orders could not be looked for; the next sweep tries again")]
    public static partial void OverdueNotRead(this ILogger log, Exception exception);

    [LoggerMessage(3200, LogLevel.Information, "Tick writer {Shard} serves with epoch {Epoch}")]
    public static partial void TickWriterOpened(this ILogger log, long shard, long epoch);

    [LoggerMessage(3013, LogLevel.Warning, "The book of instrument {Instrument} could not be woken; the next sweep tries again")]
    public static partial void BookNotWoken(this ILogger log, InstrumentId instrument, Exception exception);

    [LoggerMessage(3014, LogLevel.Warning, "Books could not be woken; the next sweep tries again")]
    public static partial void BooksNotWoken(this ILogger log, Exception exception);

    [LoggerMessage(3201, LogLevel.Warning, "Tick writer {Shard} epoch {Epoch} is stale and goes")]
    public static partial void TickWriterStale(this ILogger log, long shard, long epoch);

    [LoggerMessage(3203, LogLevel.Warning, "Tick writer {Shard} cannot compress ticks on their way in: the market-data database has no TimescaleDB of 2.21 or later")]
    public static partial void CannotCompressTicks(this ILogger log, long shard);

    [LoggerMessage(3202, LogLevel.Error, "The stream of tick writer {Shard} reports a failure")]
    public static partial void TickStreamFailed(this ILogger log, long shard, Exception exception);

    [LoggerMessage(3250, LogLevel.Warning, "Upkeep of the market-data database failed; the next round tries again")]
    public static partial void UpkeepFailed(this ILogger log, Exception exception);

    [LoggerMessage(3252, LogLevel.Warning, "{Snapshots} depth snapshots could not be stored; they are tried again")]
    public static partial void DepthNotStored(this ILogger log, int snapshots, Exception exception);

    [LoggerMessage(3254, LogLevel.Error, "{Snapshots} depth snapshots are refused by the database and given up")]
    public static partial void DepthRefused(this ILogger log, int snapshots, Exception exception);

    [LoggerMessage(3253, LogLevel.Information, "Dropped {Partitions} days of depth snapshots older than {Days} days")]
    public static partial void DepthDropped(this ILogger log, int partitions, int days);

    [LoggerMessage(3251, LogLevel.Information, "Dropped {Partitions} days of ticks older than {Days} days")]
    public static partial void TicksDropped(this ILogger log, int partitions, int days);

    [LoggerMessage(3500, LogLevel.Warning, "{Interface}.{Method} failed by the database; the caller is told whether anything may have been done")]
    public static partial void DatabaseFailed(this ILogger log, string @interface, string method, Exception exception);

    [LoggerMessage(3501, LogLevel.Critical, "{Interface}.{Method} failed unexpectedly; the activation drops its memory")]
    public static partial void UnexpectedFailure(this ILogger log, string @interface, string method, Exception exception);

    [LoggerMessage(3400, LogLevel.Warning, "What is to be verified does not answer yet; it is asked again")]
    public static partial void NotVerifiedYet(this ILogger log, Exception exception);

    [LoggerMessage(3300, LogLevel.Information, "The book of instrument {Instrument} is {State} now")]
    public static partial void BookTold(this ILogger log, InstrumentId instrument, TradingState state);

    [LoggerMessage(3301, LogLevel.Warning, "The book of instrument {Instrument} could not be told its trading state; it is tried again")]
    public static partial void BookNotTold(this ILogger log, InstrumentId instrument, Exception exception);

    [LoggerMessage(3302, LogLevel.Error, "Instrument {Instrument} is halted, because its schedule can't be used: {Broken} Set another one, then continue")]
    public static partial void ScheduleUnusable(this ILogger log, InstrumentId instrument, string broken);
}
