using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rtx.Gateway.Wire;

namespace Rtx.ClientApi.Auth;

/// <summary>Issues signed tokens and defines how to validate them.</summary>
internal sealed class AccessTokens(IOptions<AuthOptions> options, TimeProvider time)
{
    public const string UserIdClaim = "sub";
    public const string NameClaim = "name";
    public const string RoleClaim = "role";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SymmetricSecurityKey _key = new(Encoding.UTF8.GetBytes(options.Value.SigningKey));

    public Client.Session Issue(UserRecord user)
    {
        var now = time.GetUtcNow();
        var expires = now + options.Value.TokenLifetime;
        var token = Issue(
            new Dictionary<string, object>
            {
                [UserIdClaim] = user.Id.Value.ToString(CultureInfo.InvariantCulture),
                [NameClaim] = user.UserName,
                [RoleClaim] = user.Role.ToString(),
            },
            now, expires);
        return new Client.Session { AccessToken = token, ExpiresAt = expires, User = UserWire.ToWire(user) };
    }

    /// <summary>Issues a token with these claims.</summary>
    public string Issue(IDictionary<string, object> claims, DateTimeOffset issued, DateTimeOffset expires) =>
        Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = options.Value.Issuer,
        Audience = options.Value.Issuer,
        IssuedAt = issued.UtcDateTime,
        NotBefore = issued.UtcDateTime,
        Expires = expires.UtcDateTime,
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        Claims = claims,
    });

    public TokenValidationParameters ValidationParameters() => new()
    {
        ValidIssuer = options.Value.Issuer,
        ValidAudience = options.Value.Issuer,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        NameClaimType = NameClaim,
        RoleClaimType = RoleClaim,
        ClockSkew = TimeSpan.FromSeconds(30),
    };
}
