/*
 * The plugins that electron-builder's script for NSIS calls, for installers that are only tried where electron-builder's
 * own cannot be downloaded. It is compiled once and stands for all of them: NSIS finds a function by the name of its file
 * and its own. Elevation and the numbers that Windows groups windows by are not tried: Wine has neither.
 */
#include <windows.h>
#include <shellapi.h>

/* NSIS hands values over on a stack of its own. */
typedef struct entry {
  struct entry *next;
  WCHAR text[1];
} entry;

#define PLUGIN(name) \
  __declspec(dllexport) void name(HWND window, int length, WCHAR *variables, entry **stack, void *more)

static void pop(entry **stack, WCHAR *text, int length) {
  entry *first = *stack;
  text[0] = 0;
  if (first == NULL) return;
  lstrcpynW(text, first->text, length);
  *stack = first->next;
  GlobalFree(first);
}

static void push(entry **stack, const WCHAR *text, int length) {
  entry *first = GlobalAlloc(GPTR, sizeof(entry) + length * sizeof(WCHAR));
  lstrcpynW(first->text, text, length);
  first->next = *stack;
  *stack = first;
}

static WCHAR *room(int length) { return GlobalAlloc(GPTR, length * sizeof(WCHAR)); }

/* What was typed after the program's name. */
static const WCHAR *arguments(void) {
  const WCHAR *at = GetCommandLineW();
  WCHAR end = *at == L'"' ? L'"' : L' ';
  if (*at == L'"') at++;
  while (*at != 0 && *at != end) at++;
  while (*at == L'"' || *at == L' ') at++;
  return at;
}

/* UAC: who installs here is an administrator already, and no program is started as another one. */
PLUGIN(_) {
  WCHAR question[8];
  pop(stack, question, 8);
  if (question[0] == L'0') {
    lstrcpyW(variables, L"0");
    lstrcpyW(variables + length, L"2");
    lstrcpyW(variables + 3 * length, L"1");
  } else if (question[0] == L'2') {
    push(stack, L"1", length);
  } else if (question[0] == L'3') {
    push(stack, L"0", length);
  }
}

/* StdUtils: whether an option such as --updated was given. */
PLUGIN(TestParameter) {
  WCHAR name[64];
  int count, found = 0;
  WCHAR **words = CommandLineToArgvW(GetCommandLineW(), &count);
  pop(stack, name, 64);
  for (int index = 1; index < count; index++) {
    const WCHAR *word = words[index];
    while (*word == L'-' || *word == L'/') word++;
    if (word != words[index] && lstrcmpiW(word, name) == 0) found = 1;
  }
  LocalFree(words);
  push(stack, found ? L"true" : L"false", length);
}

PLUGIN(GetAllParameters) {
  WCHAR truncate[8];
  pop(stack, truncate, 8);
  push(stack, arguments(), length);
}

PLUGIN(GetParentPath) {
  WCHAR *path = room(length);
  int at;
  pop(stack, path, length);
  for (at = lstrlenW(path); at > 0 && path[at] != L'\\'; at--) continue;
  path[at] = 0;
  push(stack, path, length);
  GlobalFree(path);
}

PLUGIN(ExecShellAsUser) {
  WCHAR *words = room(length), *verb = room(length), *file = room(length);
  pop(stack, words, length);
  pop(stack, verb, length);
  pop(stack, file, length);
  INT_PTR result = (INT_PTR)ShellExecuteW(NULL, verb, file, words, NULL, SW_SHOWNORMAL);
  push(stack, result > 32 ? L"ok" : L"error", length);
  GlobalFree(words);
  GlobalFree(verb);
  GlobalFree(file);
}

/* WinShell: takes what it is given. */
PLUGIN(SetLnkAUMI) {
  WCHAR ignored[2];
  pop(stack, ignored, 2);
  pop(stack, ignored, 2);
}

PLUGIN(UninstShortcut) {
  WCHAR ignored[2];
  pop(stack, ignored, 2);
}

PLUGIN(UninstAppUserModelId) {
  WCHAR ignored[2];
  pop(stack, ignored, 2);
}

/* Nsis7z: unpacks into the current folder. SEVEN_ZIP is the program that does it. */
PLUGIN(Extract) {
  WCHAR *file = room(length), *line = room(2 * length);
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION process;
  DWORD code = 1;
  pop(stack, file, length);
  lstrcpyW(line, L"\"" SEVEN_ZIP L"\" x -y -bd \"");
  lstrcatW(line, file);
  lstrcatW(line, L"\"");
  if (CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &start, &process)) {
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
  }
  /* An installer that goes on with half of its files would look as if it had worked. */
  if (code != 0) ExitProcess(70);
  GlobalFree(file);
  GlobalFree(line);
}
