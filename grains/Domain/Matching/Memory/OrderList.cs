using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>The open orders of one list, in the list's order.</summary>
internal sealed class OrderList(long id)
{
    private readonly List<Member> _members = [];

    internal long Id => id;

    internal IReadOnlyList<Member> Members => _members;

    /// <summary>Whether the order that the others wait for is open.</summary>
    internal bool HasEntry => _members.Exists(member => member.Role == ListRole.Entry);

    internal void Add(int node, OrderInstructions instructions)
    {
        var position = _members.FindIndex(member => member.Index > instructions.ListIndex);
        _members.Insert(position < 0 ? _members.Count : position, new Member(node, instructions.ListRole, instructions.ListIndex));
    }

    internal void Remove(int node) => _members.RemoveAll(member => member.Node == node);

    /// <summary>An order of the list.</summary>
    /// <param name="Node">Its node.</param>
    /// <param name="Role">Its role.</param>
    /// <param name="Index">Its position in the original list.</param>
    internal readonly record struct Member(int Node, ListRole Role, int Index);
}
