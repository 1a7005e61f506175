using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Edge;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.ClientApi.Wire;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Ticks;
using Rtx.Streams;

namespace Rtx.ClientApi.Endpoints;

internal static class TickEndpoints
{
    /// <summary>Fits the largest batch with every member present.</summary>
    private const int MaxBodyBytes = 8 * 1024 * 1024;

    private const int LinesOfBatch = 5_000;

    /// <summary>Fits a tick with every member at its longest, many times over.</summary>
    private const int MaxLineBytes = 16 * 1024;

    private const int MaxQuarantinedOfReply = 10_000;

    public static void MapTicks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ticks", Send)
            .RequirePermission(Permissions.SendTicks)
            .WithLimit(LimitClass.Ticks)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .WithTags("Market data")
            .WithName("SendTicks")
            .WithSummary("Send ticks to store")
            .WithDescription(
                "Ticks that are not to be believed (crossed, stale, out of order, outliers) are put aside and named in the answer. A "
                    + "batch with another fault is refused as a whole. When it was answered as busy, or not at all, a part may have been "
                    + "taken: send all of it again, what is stored already is recognised by provider, kind and sequence.")
            .WithErrors(400, 401, 403, 404, 413, 422, 429, 503, 504);
        routes.MapPost("/ticks/lines", SendLines)
            .RequirePermission(Permissions.SendTicks)
            .WithLimit(LimitClass.Ticks)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<Client.Tick>("application/x-ndjson")
            .WithTags("Market data")
            .WithName("SendTickLines")
            .WithSummary("Send ticks without end, one JSON object a line")
            .WithDescription(
                "The form of downloads as `ndjson`. The body is read as fast as the ticks are taken. An error tells how many ticks "
                    + "were taken before; send from there, or all again. The answer names the first 10,000 ticks that were put aside.")
            .WithErrors(400, 401, 403, 404, 413, 422, 503, 504);
        routes.MapPost("/ticks/packed", SendPacked)
            .RequirePermission(Permissions.SendTicks)
            .WithLimit(LimitClass.Ticks)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<byte[]>(Client.PackedTicks.ContentType)
            .WithTags("Market data")
            .WithName("SendPackedTicks")
            .WithSummary("Send ticks without end, in about ten bytes each")
            .WithDescription("Frames as the guide describes them and the SDK packs them. Everything else is as for lines.")
            .WithErrors(400, 401, 403, 404, 413, 422, 503, 504);
        routes.MapGet("/administration/quarantined-ticks", ListQuarantined)
            .RequirePermission(Permissions.Administer)
            .WithLimit(LimitClass.Administration)
            .WithTags("Administration")
            .WithName("ListQuarantinedTicks")
            .WithSummary("Ticks that were put aside, newest first")
            .WithErrors(400, 401, 403, 503);
        routes.MapGet("/administration/dead-letters", ListDeadLetters)
            .RequirePermission(Permissions.Administer)
            .WithLimit(LimitClass.Administration)
            .WithTags("Administration")
            .WithName("ListDeadLetters")
            .WithSummary("Entries of the tick stream that were given up, newest first")
            .WithErrors(400, 401, 403, 503);
        routes.MapPost("/administration/dead-letters/{id}/retry", RetryDeadLetter)
            .RequirePermission(Permissions.Administer)
            .WithLimit(LimitClass.Administration)
            .WithTags("Administration")
            .WithName("RetryDeadLetter")
            .WithSummary("Store what is missing of an entry that was given up")
            .WithDescription("The answer tells how many of its ticks are stored now, and how many were before. The entry is gone then.")
            .WithErrors(401, 403, 404, 422, 503, 504);
    }

    private static async Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> Send(
        Client.SendTicksRequest request, ClaimsPrincipal user, TickIntake intake, CancellationToken cancellationToken)
    {
        var taken = await intake.Take(user.ToCaller(), request.Ticks, cancellationToken);
        return taken.TryGet(out var reply, out var error) ? TypedResults.Ok(reply) : error.ToHttp();
    }

    private static Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> SendLines(
        HttpContext http, ClaimsPrincipal user, TickIntake intake, CancellationToken cancellationToken)
    {
        var lines = JsonSerializer.DeserializeAsyncEnumerable<Client.Tick>(
            new LimitedLines(http.Request.Body, MaxLineBytes), topLevelValues: true, StrictJson.Options, cancellationToken);
        return TakeAll(http, lines.Chunk(LinesOfBatch), batch => batch.Length, Take, cancellationToken);

        Task<Outcome<Client.SendTicksReply>> Take(Client.Tick?[] batch) => RequestFaults.Find("ticks", batch) is { } fault
            ? Task.FromResult<Outcome<Client.SendTicksReply>>(fault)
            : intake.Take(user.ToCaller(), batch!, cancellationToken);
    }

    private static Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> SendPacked(
        HttpContext http, ClaimsPrincipal user, TickIntake intake, CancellationToken cancellationToken) =>
        TakeAll(
            http, TickFrame.ReadAllAsync(http.Request.BodyReader, cancellationToken),
            batch => batch.Count, batch => intake.Take(user.ToCaller(), batch, cancellationToken), cancellationToken);

    /// <summary>
    /// Reads on only when everything read so far is in the stream, so the connection holds back a sender that is too fast.
    /// </summary>
    private static async Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> TakeAll<TBatch>(
        HttpContext http, IAsyncEnumerable<TBatch> batches, Func<TBatch, int> count,
        Func<TBatch, Task<Outcome<Client.SendTicksReply>>> take, CancellationToken cancellationToken)
    {
        var reply = new Client.SendTicksReply { Accepted = 0 };
        var quarantined = new List<Client.QuarantinedElement>();
        var read = 0;
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                var taken = await StreamRetry.UntilThereIsRoom(() => take(batch), cancellationToken);
                if (!taken.TryGet(out var part, out var error)) return Broken(error);
                quarantined.AddRange(
                    part.Quarantined.Take(MaxQuarantinedOfReply - quarantined.Count)
                        .Select(element => element with { Index = read + element.Index }));
                reply = reply with { Accepted = reply.Accepted + part.Accepted };
                read += count(batch);
            }
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Broken(new ApiError(Client.RtxErrorCodes.BodyTooLarge, StatusCodes.Status413PayloadTooLarge, tooLong.Message));
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return Broken(ApiError.Invalid($"What follows is no tick: {broken.Message}"));
        }

        reply.Quarantined = quarantined;
        return TypedResults.Ok(reply);

        ErrorResult Broken(ApiError error)
        {
            // The rest of the body is not read, so the connection can't be reused; this tells the sender in advance.
            http.Response.Headers.Connection = "close";
            return (error with { Detail = $"{error.Detail} The first {read} ticks were taken." }).ToHttp();
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.QuarantinedTick>>, ErrorResult>> ListQuarantined(
        TickQuarantine quarantine, string? before = null, int limit = Page.DefaultLimit)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        if (before is not null && !TickQuarantine.IsId(before))
            return ApiError.Invalid("before must be the id of a tick in quarantine.").ToHttp();
        return TypedResults.Ok(await quarantine.List(before, limit));
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.DeadLetter>>, ErrorResult>> ListDeadLetters(
        RedisDeadLetters letters, int limit = Page.DefaultLimit)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var found = await letters.ListAsync(TickStream.Provider, limit);
        return TypedResults.Ok<IReadOnlyList<Client.DeadLetter>>(
            [
                .. found.Select(
                    letter =>
                        new Client.DeadLetter { Id = letter.Id, AddedAt = letter.AddedAt, Reason = letter.Reason, Bytes = letter.Bytes })]);
    }

    private static async Task<Results<Ok<Client.RestoredTicks>, ErrorResult>> RetryDeadLetter(
        string id, RedisDeadLetters letters, IGrainFactory grains)
    {
        var restored = new Client.RestoredTicks { Stored = 0, Duplicates = 0 };
        try
        {
            if (await letters.ReadAsync<TickBatch>(TickStream.Provider, id) is not { } batches)
                return ApiError.NotFound(Client.RtxErrorCodes.NotFound, $"There is no dead letter '{id}'.").ToHttp();
            foreach (var batch in batches)
            {
                var ticks = new Model.Tick[batch.Count];
                batch.CopyTo(ticks);
                // When this returns, all its ticks are stored; a second attempt finds them all.
                var of = await grains.GetGrain<ITickWriterGrain>(TickStream.ShardOf(ticks[0].InstrumentId)).Restore(batch);
                restored =
                    new Client.RestoredTicks { Stored = restored.Stored + of.Stored, Duplicates = restored.Duplicates + of.Duplicates };
            }
        }
        catch (FormatException unreadable)
        {
            return new ApiError(
                Client.RtxErrorCodes.UnreadableDeadLetter, StatusCodes.Status422UnprocessableEntity,
                $"It stays where it is: {unreadable.Message}").ToHttp();
        }

        await letters.RemoveAsync(TickStream.Provider, id);
        return TypedResults.Ok(restored);
    }
}
