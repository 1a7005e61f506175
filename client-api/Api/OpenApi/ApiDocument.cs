using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Limits;
using Scalar.AspNetCore;

namespace Rtx.ClientApi.OpenApi;

/// <summary>The OpenAPI document and its reference page.</summary>
internal static class ApiDocument
{
    private const string BearerScheme = "bearer";
    private const string DocumentName = "v1";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "RTX";
            document.Info.Version = "v1";
            document.Info.Description =
                "Prices, quantities, amounts and ids of orders and trades are strings; times are ISO 8601 in UTC with microseconds. "
                + "Errors are problem details (RFC 9457) with a stable `code`. Live data is at the SignalR hub `/hubs/trading`.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[BearerScheme] =
                new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<IAllowAnonymous>().Any()) return Task.CompletedTask;
            operation.Security =
                [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // The schema exporter can't see into the converters of times and decimals.
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(DateTimeOffset))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "date-time";
            }

            if (type == typeof(decimal))
            {
                schema.Type = JsonSchemaType.String;
                schema.Pattern = @"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$";
            }

            if (context.JsonTypeInfo.Type == typeof(TimeOnly))
            {
                schema.Type = JsonSchemaType.String;
                schema.Description ??= "Local time of day, e.g. 09:00 or 09:00:30.";
            }

            return Task.CompletedTask;
        });
    });

    private static async Task<byte[]> BuildAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName)
            .GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }

    public static void MapApiDocument(this WebApplication app)
    {
        // Built once: it is the same for everybody and takes noticeable processor time.
        var document = new Lazy<Task<byte[]>>(() => BuildAsync(app.Services));
        app.MapGet("/openapi/v1.json", async () => Results.Bytes(await document.Value, "application/json;charset=utf-8"))
            .AllowAnonymous()
            .ExcludeFromDescription()
            .WithLimit(LimitClass.Open);
        app.MapScalarApiReference("/reference", options =>
        {
            options.Title = "RTX API";
            options.DefaultFonts = false;
            // A self-hosted page offers nothing that would send data elsewhere.
            options.DisableAgent().HideDeveloperTools().HideClientButton();
        }).AllowAnonymous().WithLimit(LimitClass.Open);
    }
}
