# Run by describe-layout inside gdb, whose Python it is: writes layout.json into RDUMP_LAYOUT_FOLDER. The first
# file is the compiled headers, in which constants are enumerators; the others are binaries.
import json
import os
import gdb

folder = os.environ["RDUMP_LAYOUT_FOLDER"]
COMPOUND = (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION)


def words(name):
    with open(os.path.join(folder, name)) as lines:
        return lines.read().split()


def lookup(name):
    """The structure of that name: a typedef, or a tag. None where it is not declared, or declared only."""
    for candidate in (name, "struct " + name, "struct _" + name, "union " + name, "union _" + name):
        try:
            found = gdb.lookup_type(candidate).strip_typedefs()
        except gdb.error:
            continue
        if found.code == gdb.TYPE_CODE_PTR:
            found = found.target().strip_typedefs()
        if found.code in COMPOUND and found.fields():
            return found
    return None


def is_nameless(kind):
    return kind.code in COMPOUND and kind.tag is None


def add_members(members, kind, prefix, base_bits):
    for field in kind.fields():
        bits = base_bits + field.bitpos
        if not field.name:
            add_members(members, field.type, prefix, bits)
            continue
        size = field.type.sizeof
        nameless = is_nameless(field.type)
        member = {
            "offset": bits // 8,
            "size": size,
            "type": ("union" if field.type.code == gdb.TYPE_CODE_UNION else "struct")
            if nameless else str(field.type),
        }
        if field.bitsize:
            member["bit_offset"] = bits % 8
            member["bit_size"] = field.bitsize
        members[prefix + field.name] = member
        if nameless:
            add_members(members, field.type, prefix + field.name + ".", bits)


def describe(kind):
    described = {"size": kind.sizeof}
    if kind.code == gdb.TYPE_CODE_UNION:
        described["union"] = True
    described["members"] = {}
    add_members(described["members"], kind, "", 0)
    return described


def constant(name):
    symbol = gdb.lookup_static_symbol("rdump_constant_" + name)
    if symbol is None:
        return None
    value = int(symbol.value())
    return value - (1 << 64) if value >= 1 << 63 else value


def read(path, structures):
    gdb.execute("file " + path)
    for name in words("structures"):
        kind = None if name in structures else lookup(name)
        if kind is not None:
            structures[name] = describe(kind)


def write(out, structures, constants):
    def compact(value):
        return json.dumps(value, separators=(",", ":"))

    out.write('{"php":%s,"zts":%s,"arch":"x86_64",\n"structs":{\n' % (
        compact(os.environ["RDUMP_LAYOUT_VERSION"]), compact(os.environ["RDUMP_LAYOUT_ZTS"] == "1")))
    parts = []
    for name in words("structures"):
        if name in structures:
            head = {key: value for key, value in structures[name].items() if key != "members"}
            rows = [" %s:%s" % (compact(member), compact(row))
                    for member, row in structures[name]["members"].items()]
            parts.append('%s:%s,"members":{\n%s}}' % (compact(name), compact(head)[:-1], ",\n".join(rows)))
    out.write(",\n".join(parts) + '},\n"consts":{\n')
    out.write(",\n".join(" %s:%d" % (compact(name), constants[name]) for name in sorted(constants)))
    out.write("\n}}\n")


def main():
    structures = {}
    paths = [gdb.current_progspace().filename] + words("binaries")
    for path in paths:
        read(path, structures)
        if path == paths[0]:
            values = {name: constant(name) for name in words("constants")}
    constants = {name: value for name, value in values.items() if value is not None}
    with open(os.path.join(folder, "layout.json"), "w") as out:
        write(out, structures, constants)


main()
