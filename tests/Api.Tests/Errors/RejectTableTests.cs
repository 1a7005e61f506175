using System.Reflection;
using Rtx.Client;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Api.Tests.Errors;

public sealed class RejectTableTests
{
    private static readonly HashSet<string> PublicCodes =
        [.. typeof(RtxErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_reason_has_a_public_code_of_its_own_and_an_error_status()
    {
        var rows = Enum.GetValues<RejectReason>().Select(RejectTable.Describe).ToList();
        Assert.All(rows, row =>
        {
            Assert.Contains(row.Code, PublicCodes);
            Assert.InRange(row.Status, 400, 599);
            Assert.EndsWith(".", row.Text, StringComparison.Ordinal);
        });
        Assert.Equal(rows.Count, rows.Select(row => row.Code).Distinct().Count());
    }

    public static TheoryData<ReplyStatus, RejectReason, string?, int> Replies() => new()
    {
        { ReplyStatus.Done, RejectReason.None, null, 0 },
        { ReplyStatus.Done, RejectReason.InsufficientFunds, RtxErrorCodes.InsufficientFunds, 422 },
        { ReplyStatus.Refused, RejectReason.DuplicateClientOrderId, RtxErrorCodes.DuplicateClientOrderId, 409 },
        { ReplyStatus.Refused, RejectReason.UnknownOrder, RtxErrorCodes.UnknownOrder, 404 },
        { ReplyStatus.Refused, RejectReason.StaleAccount, RtxErrorCodes.StaleAccount, 503 },
        { ReplyStatus.Unknown, RejectReason.None, RtxErrorCodes.OutcomeUnknown, 504 },
        { ReplyStatus.Busy, RejectReason.None, RtxErrorCodes.Busy, 429 },
        { ReplyStatus.Unavailable, RejectReason.None, RtxErrorCodes.Unavailable, 503 },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_becomes_its_error(ReplyStatus status, RejectReason reason, string? code, int httpStatus)
    {
        var error = RejectTable.ErrorOf(status, reason, retryAfter: null, detail: null);
        Assert.Equal((code, httpStatus), (error?.Code, error?.Status ?? 0));
        Assert.Equal(httpStatus is 429 or 503, error?.RetryAfter is not null);
    }

    [Fact]
    public void The_time_to_wait_and_the_numbers_of_a_refusal_are_passed_on()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), RejectTable.ErrorOf(ReplyStatus.Busy, RejectReason.None, TimeSpan.FromSeconds(3), detail: null)!.RetryAfter);
        Assert.EndsWith("needs 5, has 4", RejectTable.ErrorOf(ReplyStatus.Refused, RejectReason.InsufficientFunds, retryAfter: null, "needs 5, has 4")!.Detail, StringComparison.Ordinal);
    }
}
