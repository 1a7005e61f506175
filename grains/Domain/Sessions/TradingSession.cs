using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>A session as planned.</summary>
/// <param name="StartsAt">When its first phase starts.</param>
/// <param name="EndsAt">When it closes, without random ends.</param>
/// <param name="TradingDay">Its date.</param>
/// <param name="BeginsDay">Whether it is the first of its date.</param>
public readonly record struct TradingSession(Timestamp StartsAt, Timestamp EndsAt, DateOnly TradingDay, bool BeginsDay);
