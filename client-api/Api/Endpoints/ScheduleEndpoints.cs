using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var schedule = routes.MapGroup("/instruments/{symbol}/schedule").WithTags("Instruments").WithLimit(LimitClass.Reading);
        schedule.MapGet("/", Get)
            .WithName("GetSchedule")
                .WithSummary("When an instrument trades")
                .WithDescription("Without a `schedule` it trades round the clock.")
                .WithErrors(401, 404);
        schedule.MapPut("/", Put)
            .RequirePermission(Permissions.Administer)
            .WithName("SetSchedule")
            .WithSummary("Replace the schedule of an instrument")
            .WithDescription("In force at once: the book goes to the state that the new schedule has now. A halt stays.")
            .WithErrors(400, 401, 403, 404, 504);
        schedule.MapDelete("/", Delete)
            .RequirePermission(Permissions.Administer)
            .WithName("RemoveSchedule").WithSummary("Let an instrument trade round the clock").WithErrors(401, 403, 404, 504);
    }

    private static async Task<Results<Ok<Client.InstrumentSchedule>, ErrorResult>> Get(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        return TypedResults.Ok(
            ScheduleWire.ToWire(instrument, await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).GetSchedule(cancellationToken)));
    }

    private static async Task<Results<Ok<Client.InstrumentSchedule>, ErrorResult>> Put(
        string symbol, Client.TradingSchedule request, InstrumentCatalog catalog, IGrainFactory grains,
        CancellationToken cancellationToken) =>
        ScheduleWire.ToModel(request).TryGet(out var schedule, out var invalid)
            ? await Set(symbol, schedule, catalog, grains, cancellationToken)
            : invalid.ToHttp();

    private static Task<Results<Ok<Client.InstrumentSchedule>, ErrorResult>> Delete(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken) => Set(symbol, schedule: null,
        catalog, grains, cancellationToken);

    private static async Task<Results<Ok<Client.InstrumentSchedule>, ErrorResult>> Set(
        string symbol, TradingSchedule? schedule, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        try
        {
            await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetSchedule(schedule, cancellationToken);
            return TypedResults.Ok(ScheduleWire.ToWire(instrument, schedule));
        }
        catch (ValidationException broken)
        {
            return ApiError.Invalid(broken.Message).ToHttp();
        }
    }
}
