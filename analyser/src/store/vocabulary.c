/* See vocabulary.h. */
#include "store/vocabulary.h"

#include <string.h>

const struct ra_between_type ra_between_types[RA_BETWEENS] = {
	[RA_BETWEEN_ELEMENTS] = {"ArrayElementsContext", "array_elements", RA_BETWEEN_ELEMENT},
	[RA_BETWEEN_PROPERTIES] = {"ObjectPropertiesContext", "object_properties", RA_BETWEEN_NONE},
	[RA_BETWEEN_VARIABLES] = {"CallFrameVariableTableContext", "local_variables", RA_BETWEEN_NONE},
	[RA_BETWEEN_ELEMENT] = {"ArrayElementContext", NULL, RA_BETWEEN_NONE},
};

static const struct {
	const char *root, *type;
} root_types[] = {
	{"interned_strings", "InternedStringsContext"},
	{"global_variables", "GlobalVariablesContext"},
	{"class_table", "DefinedClassesContext"},
	{"function_table", "DefinedFunctionsContext"},
	{"global_constants", "GlobalConstantsContext"},
	{"included_files", "IncludedFilesContext"},
	{"global_callbacks", "GlobalCallbacksContext"},
	{"modules", "ModulesContext"},
	{"call_frames", "CallFramesContext"},
	{"memory_limit_call_frames", "CallFramesContext"},
	{"objects_store", "ObjectsStoreContext"},
	{"regular_list", "RegularListContext"},
};

const char *ra_root_type(const char *root)
{
	for (size_t i = 0; i < sizeof(root_types) / sizeof(root_types[0]); i++) {
		if (strcmp(root_types[i].root, root) == 0) {
			return root_types[i].type;
		}
	}
	return NULL;
}

static bool is(const char *text, uint32_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* Types of reli that are not written here. */
static const struct {
	const char *type;
	enum ra_node_kind kind;
} other_types[] = {
	{"InlineArrayHeaderContext", RA_NODE_ARRAY},
	{"ClassConstantContext", RA_NODE_CONSTANT},
	{"ClassEntryContext", RA_NODE_TABLE},
	{"PhpStreamContext", RA_NODE_STREAM},
};

bool ra_saved_kind(const char *type, uint32_t length, enum ra_node_kind *kind,
	enum ra_between *between, bool *internal)
{
	*kind = RA_NODE_TABLE;
	*between = RA_BETWEEN_NONE;
	*internal = is(type, length, "InternalFunctionDefinitionContext");
	if (*internal) {
		*kind = RA_NODE_FUNCTION;
		return true;
	}
	for (unsigned i = RA_BETWEEN_ELEMENTS; i < RA_BETWEENS; i++) {
		if (is(type, length, ra_between_types[i].type)) {
			*between = (enum ra_between)i;
			return true;
		}
	}
	for (unsigned i = RA_NODE_ROOT; i < RA_NODE_KINDS; i++) {
		if (is(type, length, ra_node_kind_name((enum ra_node_kind)i))) {
			*kind = (enum ra_node_kind)i;
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(other_types) / sizeof(other_types[0]); i++) {
		if (is(type, length, other_types[i].type)) {
			*kind = other_types[i].kind;
			return true;
		}
	}
	return false;
}

static const char letters[RA_LINK_KINDS + 1] = {
	[RA_LINK_ROOT] = 'a',
	[RA_LINK_FRAME] = 'b',
	[RA_LINK_GLOBAL] = 'c',
	[RA_LINK_LOCAL] = 'd',
	[RA_LINK_ARGUMENT] = 'e',
	[RA_LINK_EXTRA_ARG] = 'f',
	[RA_LINK_TEMPORARY] = 'g',
	[RA_LINK_RESULT] = 'h',
	[RA_LINK_THIS] = 'i',
	[RA_LINK_PROPERTY] = 'j',
	[RA_LINK_DYNAMIC_TABLE] = 'k',
	[RA_LINK_INDEX] = 'l',
	[RA_LINK_WIDE_INDEX] = 'm',
	[RA_LINK_KEY] = 'n',
	[RA_LINK_KEY_STRING] = 'o',
	[RA_LINK_REFERENCED] = 'p',
	[RA_LINK_CLASS] = 'q',
	[RA_LINK_FUNCTION] = 'r',
	[RA_LINK_STATIC_PROPERTY] = 's',
	[RA_LINK_CLASS_CONSTANT] = 't',
	[RA_LINK_CONSTANT] = 'u',
	[RA_LINK_STATIC_VARIABLE] = 'v',
	[RA_LINK_BOUND_VARIABLE] = 'w',
	[RA_LINK_HANDLE] = 'x',
	[RA_LINK_MAP_ENTRY] = 'y',
	[RA_LINK_FIELD] = 'z',
};

char ra_link_letter(enum ra_link_kind kind, bool guess)
{
	const char letter = (unsigned)kind < RA_LINK_KINDS ? letters[kind] : '\0';

	return guess && letter ? (char)(letter - 'a' + 'A') : letter;
}

enum ra_link_kind ra_link_of_letter(char letter, bool *guess)
{
	*guess = letter >= 'A' && letter <= 'Z';
	if (*guess) {
		letter = (char)(letter - 'A' + 'a');
	}
	for (unsigned kind = 0; kind < RA_LINK_KINDS; kind++) {
		if (letters[kind] == letter) {
			return (enum ra_link_kind)kind;
		}
	}
	return RA_LINK_KINDS;
}

static bool begins(const struct ra_link_context *context, const char *with)
{
	const size_t length = strlen(with);

	return context->length > length && memcmp(context->text, with, length) == 0;
}

static enum ra_link_kind variable_kind(const struct ra_link_context *context)
{
	if (begins(context, "$args_to_internal_function[")) {
		return RA_LINK_ARGUMENT;
	}
	if (begins(context, "$_ExtraArgs[")) {
		return RA_LINK_EXTRA_ARG;
	}
	return begins(context, "$_T[") ? RA_LINK_TEMPORARY : RA_LINK_LOCAL;
}

static enum ra_link_kind root_kind(const struct ra_link_context *context)
{
	int64_t number;

	if (context->root && strcmp(context->root, "global_variables") == 0) {
		return RA_LINK_GLOBAL;
	}
	switch (context->to) {
	case RA_NODE_CLASS:
		return RA_LINK_CLASS;
	case RA_NODE_FUNCTION:
		return RA_LINK_FUNCTION;
	case RA_NODE_CONSTANT:
		return RA_LINK_CONSTANT;
	case RA_NODE_FRAME:
		return RA_LINK_FRAME;
	default:
		return ra_link_number(context->text, context->length, &number) ? RA_LINK_HANDLE
																	   : RA_LINK_FIELD;
	}
}

enum ra_link_kind ra_link_guess(const struct ra_link_context *context)
{
	static const struct {
		const char *text;
		enum ra_link_kind kind;
	} fixed[] = {
		{"this", RA_LINK_THIS},
		{"dynamic_properties", RA_LINK_DYNAMIC_TABLE},
		{"referenced", RA_LINK_REFERENCED},
		{"key", RA_LINK_KEY_STRING},
	};

	switch (context->between) {
	case RA_BETWEEN_PROPERTIES:
		return RA_LINK_PROPERTY;
	case RA_BETWEEN_VARIABLES:
		return variable_kind(context);
	case RA_BETWEEN_ELEMENTS:
	case RA_BETWEEN_ELEMENT:
		return context->has_key ? RA_LINK_KEY : RA_LINK_INDEX;
	default:
		break;
	}
	if (context->from == RA_NODE_SUPER_ROOT) {
		return RA_LINK_ROOT;
	}
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		if (is(context->text, context->length, fixed[i].text)) {
			return fixed[i].kind;
		}
	}
	if (context->from == RA_NODE_ROOT) {
		return root_kind(context);
	}
	if (context->from == RA_NODE_CLASS && context->to == RA_NODE_FUNCTION) {
		return RA_LINK_FUNCTION;
	}
	if (context->from == RA_NODE_CLASS && context->to == RA_NODE_CONSTANT) {
		return RA_LINK_CLASS_CONSTANT;
	}
	return context->from == RA_NODE_OBJECT && context->to == RA_NODE_CLASS ? RA_LINK_CLASS
																		   : RA_LINK_FIELD;
}

bool ra_link_number(const char *text, uint32_t length, int64_t *number)
{
	const char *bracket = length > 0 && text[length - 1] == ']' ? memchr(text, '[', length) : NULL;
	uint64_t sum = 0;
	uint32_t at = bracket ? (uint32_t)(bracket - text) + 1 : 0;
	const uint32_t end = bracket ? length - 1 : length;
	const bool negative = at < end && text[at] == '-';

	at += negative;
	if (at == end || (text[at] == '0' && end - at > 1)) {
		return false;
	}
	for (; at < end; at++) {
		const unsigned digit = (unsigned)(text[at] - '0');

		if (digit > 9 || sum > (UINT64_MAX - digit) / 10) {
			return false;
		}
		sum = sum * 10 + digit;
	}
	if (sum > (uint64_t)INT64_MAX + negative) {
		return false;
	}
	*number = negative ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}
