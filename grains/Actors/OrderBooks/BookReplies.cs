using Rtx.Actors.Commits;

namespace Rtx.Actors.OrderBooks;

/// <summary>Answers of a book, which wait until what they tell is durable.</summary>
internal static class BookReplies
{
    public static Task<OrderReply> AnswerAsync((BookDecision Decision, Task Durable) decided, AccountId account, Func<BookDecision, OrderReply> reply) =>
        AnswerAsync(decided.Durable, account, () => reply(decided.Decision));

    public static async Task<OrderReply> AnswerAsync(Task durable, AccountId account, Func<OrderReply> reply)
    {
        try
        {
            await durable;
            return reply();
        }
        catch (Exception e)
        {
            return OrderReplies.For(e, account);
        }
    }

    public static async Task<OrderListReply> AnswerListAsync((BookDecision Decision, Task Durable) decided, AccountId account, Func<BookDecision, OrderListReply> reply)
    {
        try
        {
            await decided.Durable;
            return reply(decided.Decision);
        }
        catch (Exception e)
        {
            return OrderReplies.ForList(OrderReplies.For(e, account));
        }
    }
}
