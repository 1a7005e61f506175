namespace Rtx.Model;

/// <summary>A place in the executions of an account, which are listed by time, then instrument, then sequence. An auction or a sweep has many of one time.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Instrument">In which book.</param>
/// <param name="Sequence">The book's number of it.</param>
[GenerateSerializer, Immutable, Alias("rtx.ExecutionPosition")]
public readonly record struct ExecutionPosition(Timestamp Time, InstrumentId Instrument, long Sequence);

/// <summary>A place in the orders of an account, which are listed by time, then id, then name: those that the account refused have no id.</summary>
/// <param name="CreatedAt">When the order was created or refused.</param>
/// <param name="OrderId">Its id; zero for a refused one.</param>
/// <param name="RefusedName">The name of a refused one; empty for others.</param>
[GenerateSerializer, Immutable, Alias("rtx.OrderPosition")]
public readonly record struct OrderPosition(Timestamp CreatedAt, OrderId OrderId, string RefusedName);
