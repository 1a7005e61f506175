using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>A change of the book's state by the schedule.</summary>
/// <param name="Time">The time of the change.</param>
/// <param name="State">The new state.</param>
/// <param name="Planned">The scheduled time, without the random end of the auction before it. Only this may be published in
/// advance.</param>
/// <param name="Latest">The time with the longest random end.</param>
/// <param name="TradingDay">The date of the session.</param>
public readonly record struct SessionChange(Timestamp Time, TradingState State, Timestamp Planned, Timestamp Latest, DateOnly TradingDay);

/// <summary>The scheduled state at a moment.</summary>
/// <param name="State">State of the book.</param>
/// <param name="Since">When it started; null for always.</param>
public readonly record struct SessionMoment(TradingState State, Timestamp? Since);
