using System.Reflection;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Requests;

namespace Rtx.ClientApi.Edge;

/// <summary>Checks the query and body of every request before its endpoint runs.</summary>
internal static class EdgeFilter
{
    public static void AddEdgeFilter(this RouteGroupBuilder routes) => routes.AddEndpointFilterFactory((factory, next) =>
    {
        var bodies = BodiesOf(factory.MethodInfo);
        QueryRules? query = null;
        return async invocation =>
        {
            // The path of an endpoint is only known once its groups are built.
            query ??= new QueryRules(factory.MethodInfo, ((RouteEndpoint)invocation.HttpContext.GetEndpoint()!).RoutePattern);
            if (query.FindFault(invocation.HttpContext.Request.Query) is { } fault) return fault.ToHttp();
            foreach (var body in bodies)
            {
                if (RequestFaults.Find("", invocation.Arguments[body]) is { } wrong) return wrong.ToHttp();
            }

            return await next(invocation);
        };
    });

    private static int[] BodiesOf(MethodInfo method) =>
        [
            .. method.GetParameters()
                .Where(parameter => parameter.ParameterType.Assembly == typeof(Client.PlaceOrderRequest).Assembly)
                .Select(parameter => parameter.Position)];
}
