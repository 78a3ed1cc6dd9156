"""Map the addresses of bytes; they carry no language."""

from django.urls import path

from catalog.web import door, originals, reading_copies, sizes, sound_door, text_files

urlpatterns = [
    path("files/<path:name>", originals.stored_file, name="file"),
    path("assets/<str:kind>/<uuid:uid>/original", originals.original, name="asset-original"),
    path("assets/<str:kind>/<uuid:uid>/sizes/<str:size>", sizes.sized, name="asset-size"),
    path("assets/photo/<uuid:uid>/<str:size>.jpg", door.photo_image, name="photo-image"),
    path("assets/document/<uuid:uid>/<int:number>/<str:size>.jpg", door.page_image, name="page-image"),
    path("assets/document/<uuid:uid>/<int:number>/words.json", door.page_words, name="page-words"),
    path("assets/document/<uuid:uid>/<int:number>/text.txt", door.page_text, name="page-text"),
    path("assets/document/<uuid:uid>/<int:number>/text.<str:form>", text_files.page_file, name="page-file"),
    path("assets/document/<uuid:uid>/copy.pdf", reading_copies.document_copy, name="document-copy"),
    path("assets/document/<uuid:uid>/text.<str:form>", text_files.document_file, name="document-text"),
    path("assets/recording/<uuid:uid>/copy", sound_door.copy, name="recording-copy"),
    path("assets/recording/<uuid:uid>/<str:size>.jpg", sound_door.poster, name="recording-poster"),
    path("assets/recording/<uuid:uid>/waveform.json", sound_door.waveform, name="recording-waveform"),
    path(
        "assets/recording/<uuid:uid>/transcript-<int:pk>.<str:shape>",
        sound_door.transcript,
        name="recording-transcript",
    ),
]
