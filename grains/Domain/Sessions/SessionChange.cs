using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>A moment at which a schedule changes the state of the book.</summary>
/// <param name="Time">When.</param>
/// <param name="State">To what.</param>
/// <param name="Planned">When the schedule says so: the time without the random end of the auction before it. Only this may be shown beforehand.</param>
/// <param name="Latest">The time with the longest random end.</param>
/// <param name="TradingDay">The date of the session.</param>
public readonly record struct SessionChange(Timestamp Time, TradingState State, Timestamp Planned, Timestamp Latest, DateOnly TradingDay);

/// <summary>What a schedule says about a moment.</summary>
/// <param name="State">State of the book.</param>
/// <param name="Since">Since when; null for always.</param>
public readonly record struct SessionMoment(TradingState State, Timestamp? Since);
