using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Rtx.ClientApi;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Limits;

namespace Rtx.Api.Tests.RateLimits;

public sealed class LimitClassTests
{
    [Fact]
    public async Task Every_endpoint_is_of_a_class_and_those_without_a_login_are_counted_by_address()
    {
        await using var api = ApiHost.Build(["--environment=Development", "--ConnectionStrings:Redis=127.0.0.1:1,connectRetry=0", "--urls=http://127.0.0.1:0"]);
        var endpoints = ((IEndpointRouteBuilder)api).DataSources.SelectMany(source => source.Endpoints).ToList();

        Assert.Contains(endpoints, endpoint => ClassOf(endpoint) == LimitClass.OrderEntry);
        Assert.Equal([], endpoints.Where(endpoint => ClassOf(endpoint) is null).Select(endpoint => endpoint.DisplayName));
        Assert.Equal([], endpoints.Where(endpoint => IsOpen(endpoint) != (ClassOf(endpoint) is LimitClass.Open or LimitClass.Login)).Select(endpoint => endpoint.DisplayName));
        var changes = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["POST" or "PUT" or "PATCH" or "DELETE"]);
        Assert.Equal([], changes.Where(endpoint => ClassOf(endpoint) is LimitClass.MarketData or LimitClass.Downloads).Select(endpoint => endpoint.DisplayName));
    }

    private static LimitClass? ClassOf(Microsoft.AspNetCore.Http.Endpoint endpoint) => endpoint.Metadata.GetMetadata<LimitMetadata>()?.Class;

    private static bool IsOpen(Microsoft.AspNetCore.Http.Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null;
}
